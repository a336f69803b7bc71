//VTK::System::Dec
// A piece of a tube: a strip around from two rings, each across the mean direction of the pieces that meet there, so
// that neighbours share the ring.
in vec3 from;
in vec3 to;
in vec3 from_tangent;
in vec3 to_tangent;
in float size;
in uint colour_index;
uniform samplerBuffer palette;
uniform mat4 clip_from_local;
uniform float exaggeration;
uniform float radius;
uniform float min_radius_px;
uniform float metres_per_pixel;
uniform float metres_per_pixel_w;
uniform int sides;
uniform vec3 viewer;
uniform int perspective;
uniform int caps;
uniform vec4 single_colour;
out vec3 normal_local;
out vec3 position_local;
out vec3 unstretched_local;
out vec4 vertex_colour;

void main()
{
  int around = gl_VertexID >> 1;
  bool at_end = (gl_VertexID & 1) == 1;
  vec3 unstretched = at_end ? to : from;
  vec3 centre = unstretched * vec3(1.0, 1.0, exaggeration);
  vec3 t = normalize((at_end ? to_tangent : from_tangent) * vec3(1.0, 1.0, exaggeration));
  // Frisvad's frame, its one singular direction straight up, where holes seldom go.
  float a = 1.0 / max(1.0 - t.z, 1e-6);
  float b = t.x * t.y * a;
  vec3 u = vec3(1.0 - t.x * t.x * a, -b, t.x);
  vec3 v = vec3(b, t.y * t.y * a - 1.0, -t.y);
  if (t.z > 0.99999) { u = vec3(1.0, 0.0, 0.0); v = vec3(0.0, -1.0, 0.0); }
  float angle = 6.28318530718 * float(around) / float(sides);
  vec3 outward = cos(angle) * u + sin(angle) * v;
  vec3 normal = outward;
  if (sides == 2)
  {
    // A ribbon that faces the viewer.
    vec3 to_viewer = perspective != 0 ? normalize(viewer - centre) : viewer;
    vec3 side = cross(to_viewer, t);
    outward = length(side) > 1e-4 ? normalize(side) : u;
    if (around == 1) outward = -outward;
    normal = to_viewer;
  }
  float w = (clip_from_local * vec4(centre, 1.0)).w;
  float thickness = max(radius * size, min_radius_px * (metres_per_pixel + metres_per_pixel_w * abs(w)));
  // A cap is a disc around the end of a hole: every other vertex in its middle.
  bool middle = caps != 0 && !at_end;
  vec3 position = middle ? centre : centre + thickness * outward;
  normal_local = caps != 0 ? t : normal;
  position_local = position;
  unstretched_local = unstretched;
  vertex_colour = single_colour.a > 0.0 ? single_colour : texelFetch(palette, int(colour_index));
  gl_Position = clip_from_local * vec4(position, 1.0);
}
