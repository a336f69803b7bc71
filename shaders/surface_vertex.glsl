//VTK::System::Dec
in vec3 position;
in vec3 normal;
in uint colour_index;
uniform samplerBuffer palette;
uniform mat4 clip_from_local;
uniform float exaggeration;
out vec3 normal_local;
out vec3 position_local;
out vec3 unstretched_local;
out vec4 vertex_colour;

void main()
{
  unstretched_local = position;
  position_local = position * vec3(1.0, 1.0, exaggeration);
  normal_local = normal * vec3(1.0, 1.0, 1.0 / exaggeration);
  vertex_colour = texelFetch(palette, int(colour_index));
  gl_Position = clip_from_local * vec4(position_local, 1.0);
}
