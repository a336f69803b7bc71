//VTK::System::Dec
in vec3 position;
in uint colour_index;
uniform samplerBuffer palette;
uniform mat4 clip_from_local;
uniform float exaggeration;
uniform vec2 size_ndc;
uniform vec4 single_colour;
out vec2 disc_position;
out vec3 unstretched_local;
flat out vec4 point_colour;

void main()
{
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  disc_position = corner;
  unstretched_local = position;
  gl_Position = clip_from_local * vec4(position * vec3(1.0, 1.0, exaggeration), 1.0);
  gl_Position.xy += corner * size_ndc * gl_Position.w;
  point_colour = single_colour.a > 0.0 ? single_colour : texelFetch(palette, int(colour_index));
}
