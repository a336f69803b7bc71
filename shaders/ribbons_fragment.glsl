//VTK::System::Dec
//VTK::Output::Dec
// What faces the viewer is lit at its vertices.
flat in vec4 vertex_colour;

void main()
{
  gl_FragData[0] = vertex_colour;
}
