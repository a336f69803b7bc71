//VTK::System::Dec
// Holes that are thin in the picture: one strip along the rings of tubes_vertex.glsl that faces the viewer, lit as
// shaded_fragment.glsl would.
uniform samplerBuffer rings;
uniform samplerBuffer palette;
uniform mat4 clip_from_local;
uniform float exaggeration;
uniform float radius;
uniform float min_radius_px;
uniform float metres_per_pixel;
uniform float metres_per_pixel_w;
uniform vec3 viewer;
uniform int perspective;
uniform vec3 light;
uniform float ambient;
uniform float opacity;
flat out vec4 vertex_colour;

void main()
{
  vec4 ring = texelFetch(rings, gl_VertexID & ~1);
  vec4 tangent = texelFetch(rings, gl_VertexID | 1);
  vec3 stretch = vec3(1.0, 1.0, exaggeration);
  vec3 centre = ring.xyz * stretch;
  vec3 to_viewer = perspective != 0 ? normalize(viewer - centre) : viewer;
  vec3 across = cross(to_viewer, tangent.xyz * stretch);
  // Along the line of sight any direction square to it will do.
  if (dot(across, across) < 1e-8) across = vec3(to_viewer.z - to_viewer.y, to_viewer.x - to_viewer.z, to_viewer.y - to_viewer.x);
  float w = (clip_from_local * vec4(centre, 1.0)).w;
  float thickness = max(radius * ring.w, min_radius_px * (metres_per_pixel + metres_per_pixel_w * abs(w)));
  if (ring.w < 0.0) thickness = 0.0;
  vec3 outward = across * (thickness * inversesqrt(dot(across, across)));
  gl_Position = clip_from_local * vec4((gl_VertexID & 1) == 1 ? centre - outward : centre + outward, 1.0);
  vec4 colour = texelFetch(palette, int(tangent.w));
  float shade = ambient + (1.08 - ambient) * max(dot(to_viewer, light), 0.0);
  float gloss = 0.10 * pow(max(dot(to_viewer, normalize(light + to_viewer)), 0.0), 40.0);
  vertex_colour = vec4(min(colour.rgb * shade + gloss, vec3(1.0)), colour.a * opacity);
}
