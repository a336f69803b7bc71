//VTK::System::Dec
//VTK::Output::Dec
in vec2 text_px;
uniform sampler2D coverage;
uniform vec2 size_px;
uniform float halo_px;
uniform vec4 colour;
uniform vec4 halo;

float covered(vec2 at)
{
  if (any(lessThan(at, vec2(0.0))) || any(greaterThan(at, size_px))) return 0.0;
  return texture(coverage, at / size_px).r;
}

void main()
{
  float glyph = covered(text_px) * colour.a;
  float around = 0.0;
  if (halo.a > 0.0)
  {
    for (int i = 0; i < 12; ++i)
    {
      float angle = 6.28318530718 * float(i) / 12.0;
      vec2 offset = vec2(cos(angle), sin(angle)) * halo_px;
      around = max(around, max(covered(text_px + offset), covered(text_px + 0.5 * offset)));
    }
    around *= halo.a;
  }
  // The glyph over its halo, as straight alpha.
  float alpha = glyph + around * (1.0 - glyph);
  if (alpha <= 0.0) discard;
  gl_FragData[0] = vec4((colour.rgb * glyph + halo.rgb * around * (1.0 - glyph)) / alpha, alpha);
}
