//VTK::System::Dec
//VTK::Output::Dec
// A peeled layer or all of them, as premultiplied colour.
uniform sampler2D layer;
uniform int premultiplied;

void main()
{
  vec4 colour = texelFetch(layer, ivec2(gl_FragCoord.xy), 0);
  gl_FragData[0] = premultiplied != 0 ? colour : vec4(colour.rgb * colour.a, colour.a);
}
