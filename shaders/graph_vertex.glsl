//VTK::System::Dec
// A bar beside the trace, square to it and to the line of sight; or the line that such bars end at.
in vec3 from;
in vec3 to;
in float size;
in uint colour_index;
uniform samplerBuffer palette;
uniform mat4 clip_from_local;
uniform float exaggeration;
uniform vec3 viewer;
uniform int perspective;
uniform float inner;
uniform float width;
uniform float min_inner_px;
uniform float line_px;
uniform int as_line;
uniform float metres_per_pixel;
uniform float metres_per_pixel_w;
uniform vec4 single_colour;
out vec3 normal_local;
out vec3 position_local;
out vec3 unstretched_local;
out vec4 vertex_colour;

void main()
{
  bool at_end = (gl_VertexID & 1) == 1;
  bool outer = (gl_VertexID >> 1) == 1;
  vec3 stretch = vec3(1.0, 1.0, exaggeration);
  vec3 unstretched = at_end ? to : from;
  vec3 centre = unstretched * stretch;
  vec3 along = (to - from) * stretch;
  vec3 to_viewer = perspective != 0 ? normalize(viewer - 0.5 * (from + to) * stretch) : viewer;
  vec3 side = cross(to_viewer, along);
  float side_length = length(side);
  side = side_length > 1e-6 * length(along) ? side / side_length : vec3(0.0);
  float w = (clip_from_local * vec4(centre, 1.0)).w;
  float metres = metres_per_pixel + metres_per_pixel_w * abs(w);
  float begin = max(inner, min_inner_px * metres);
  float end = begin + size * width;
  if (as_line != 0) begin = end - line_px * metres;
  vec3 position = centre + (outer ? end : begin) * side;
  normal_local = to_viewer;
  position_local = position;
  unstretched_local = unstretched;
  vertex_colour = single_colour.a > 0.0 ? single_colour : texelFetch(palette, int(colour_index));
  gl_Position = clip_from_local * vec4(position, 1.0);
}
