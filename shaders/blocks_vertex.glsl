//VTK::System::Dec
// A face of a block: four corners of a strip, pulled from the cell and the lattice's edges. With LODE_CAP instead the
// face that a plane cuts through a block: up to six corners of a fan.
in uvec3 cell;
in uint colour_index;
uniform samplerBuffer edges_u;
uniform samplerBuffer edges_v;
uniform samplerBuffer edges_w;
uniform samplerBuffer palette;
uniform mat4 clip_from_lattice;
uniform int highlighted;
uniform int highlighted_i;
uniform int highlighted_j;
uniform int highlighted_k;
flat out vec4 face_colour;
out vec3 block_position;
#ifdef LODE_CUT
out vec3 position_lattice;
#endif
#ifdef LODE_CAP
uniform vec4 plane;
#else
uniform int direction;
#endif

vec3 corner(ivec3 index)
{
  return vec3(texelFetch(edges_u, index.x).r, texelFetch(edges_v, index.y).r, texelFetch(edges_w, index.z).r);
}

#ifdef LODE_CAP
// Where in a unit cube corner n of the polygon dot(m, p) = d lies, all m > 0: on one of three paths along the cube's
// edges from (0, 0, 0) to (1, 1, 1), or on the edge that joins it to the next (Salama and Kolb).
vec3 cap_corner(vec3 m, float d, int n)
{
  int a = n / 2, b = (a + 2) % 3, c = (a + 1) % 3;
  vec3 p = vec3(0.0);
  float across = (d - m[a]) / m[c];
  if ((n & 1) == 1 && across >= 0.0 && across <= 1.0)
  {
    p[a] = 1.0;
    p[c] = across;
    return p;
  }
  p[a] = clamp(d / m[a], 0.0, 1.0);
  p[b] = clamp((d - m[a]) / m[b], 0.0, 1.0);
  p[c] = clamp((d - m[a] - m[b]) / m[c], 0.0, 1.0);
  return p;
}
#endif

void main()
{
#ifdef LODE_CAP
  vec3 lower = corner(ivec3(cell)), size = corner(ivec3(cell) + 1) - lower;
  // From the corner that lies furthest against the normal all slopes rise.
  vec3 falls = vec3(lessThan(plane.xyz, vec3(0.0)));
  vec3 m = max(abs(plane.xyz) * size, 1e-20);
  float total = m.x + m.y + m.z;
  float d = plane.w - dot(plane.xyz, lower + falls * size);
  vec3 p = cap_corner(m, clamp(d, 1e-6 * total, (1.0 - 1e-6) * total), gl_VertexID);
  block_position = mix(p, 1.0 - p, falls);
  vec3 position = lower + block_position * size;
#else
  ivec2 side = ivec2(gl_VertexID & 1, gl_VertexID >> 1);
  int axis = direction / 2;
  ivec3 step = ivec3(0);
  step[axis] = direction & 1;
  step[(axis + 1) % 3] = side.x;
  step[(axis + 2) % 3] = side.y;
  block_position = vec3(step);
  vec3 position = corner(ivec3(cell) + step);
#endif
#ifdef LODE_CUT
  position_lattice = position;
#endif
  gl_Position = clip_from_lattice * vec4(position, 1.0);
  face_colour = texelFetch(palette, int(colour_index));
  if (highlighted != 0 && ivec3(cell) == ivec3(highlighted_i, highlighted_j, highlighted_k))
    face_colour.rgb = mix(face_colour.rgb, vec3(1.0), 0.35);
}
