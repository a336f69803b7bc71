//VTK::System::Dec
//VTK::Output::Dec
in vec4 vertex_colour;
in vec2 line_position;

void main()
{
  float coverage = line_position.y > 0.0 ? clamp(line_position.y + 0.5 - abs(line_position.x), 0.0, 1.0) : 1.0;
  if (coverage <= 0.0) discard;
  gl_FragData[0] = vec4(vertex_colour.rgb, vertex_colour.a * coverage);
}
