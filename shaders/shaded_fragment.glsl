//VTK::System::Dec
//VTK::Output::Dec
// Two-sided light on tubes and surfaces. Where the smooth normal strays far from the facet's, the edge is meant to be
// sharp and the facet's is used.
in vec3 normal_local;
in vec3 position_local;
in vec3 unstretched_local;
#ifdef LODE_FLAT_COLOUR
flat in vec4 vertex_colour;
#else
in vec4 vertex_colour;
#endif
uniform vec3 light;
uniform vec3 viewer;
uniform int perspective;
uniform int facet_normals;
uniform float ambient;
uniform float opacity;
uniform vec4 slab_plane;
uniform float slab_half_thickness;

void main()
{
  if (abs(dot(slab_plane.xyz, unstretched_local) + slab_plane.w) > slab_half_thickness) discard;
  vec3 to_viewer = perspective != 0 ? normalize(viewer - position_local) : viewer;
  vec3 n = normal_local / max(length(normal_local), 1e-12);
  if (facet_normals != 0)
  {
    vec3 facet = cross(dFdx(position_local), dFdy(position_local));
    float size = length(facet);
    if (size > 0.0)
    {
      facet /= size;
      if (dot(facet, n) < 0.0) facet = -facet;
      if (dot(facet, n) < 0.75) n = facet;
    }
  }
  if (dot(n, to_viewer) < 0.0) n = -n;
  float diffuse = max(dot(n, light), 0.0);
  float shade = ambient + (1.08 - ambient) * diffuse;
  vec3 halfway = normalize(light + to_viewer);
  float gloss = 0.10 * pow(max(dot(n, halfway), 0.0), 40.0);
  float alpha = vertex_colour.a * opacity;
  gl_FragData[0] = vec4(min(vertex_colour.rgb * shade + gloss, vec3(1.0)), alpha);
}
