//VTK::System::Dec
// A side of the tubes: a strip along rings, each across the mean direction of the pieces that meet there. A ring is two
// texels: centre and size (negative: a point); tangent and colour of the piece that ends there.
uniform samplerBuffer rings;
uniform samplerBuffer palette;
uniform mat4 clip_from_local;
uniform float exaggeration;
uniform float radius;
uniform float min_radius_px;
uniform float metres_per_pixel;
uniform float metres_per_pixel_w;
uniform int sides;
uniform int side;
uniform vec4 single_colour;
out vec3 normal_local;
out vec3 position_local;
out vec3 unstretched_local;
flat out vec4 vertex_colour;

void main()
{
  vec4 ring = texelFetch(rings, gl_VertexID & ~1);
  vec4 tangent = texelFetch(rings, gl_VertexID | 1);
  vec3 centre = ring.xyz * vec3(1.0, 1.0, exaggeration);
  vec3 t = normalize(tangent.xyz * vec3(1.0, 1.0, exaggeration));
  // Frisvad's frame, its one singular direction straight up, where holes seldom go.
  float a = 1.0 / max(1.0 - t.z, 1e-6);
  float b = t.x * t.y * a;
  vec3 u = vec3(1.0 - t.x * t.x * a, -b, t.x);
  vec3 v = vec3(b, t.y * t.y * a - 1.0, -t.y);
  if (t.z > 0.99999) { u = vec3(1.0, 0.0, 0.0); v = vec3(0.0, -1.0, 0.0); }
  float angle = 6.28318530718 * float(side + (gl_VertexID & 1)) / float(sides);
  vec3 outward = cos(angle) * u + sin(angle) * v;
  float w = (clip_from_local * vec4(centre, 1.0)).w;
  float thickness = max(radius * ring.w, min_radius_px * (metres_per_pixel + metres_per_pixel_w * abs(w)));
  if (ring.w < 0.0) thickness = 0.0;
  vec3 position = centre + thickness * outward;
  normal_local = outward;
  position_local = position;
  unstretched_local = ring.xyz;
  vertex_colour = single_colour.a > 0.0 ? single_colour : texelFetch(palette, int(tangent.w));
  gl_Position = clip_from_local * vec4(position, 1.0);
}
