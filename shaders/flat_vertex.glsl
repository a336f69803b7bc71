//VTK::System::Dec
in vec3 position;
in vec4 colour;
in vec2 line;
uniform vec4 tile;
out vec4 vertex_colour;
out vec2 line_position;

void main()
{
  vec2 within = (position.xy - tile.xy) / tile.zw;
  gl_Position = vec4(within.x * 2.0 - 1.0, 1.0 - within.y * 2.0, position.z, 1.0);
  vertex_colour = colour;
  line_position = line;
}
