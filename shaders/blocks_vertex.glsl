//VTK::System::Dec
// A face of a block: four corners of a strip, pulled from the cell and the lattice's edges. With LODE_CAP instead the
// face that a plane cuts through a block: up to six corners of a fan. With LODE_BOX blocks have corners of their own
// among the edges, and of a side only a rectangle may be seen. With LODE_PULL vertices are no instances' but numbered
// through, four a face; with LODE_EVEN the lattice's edges are. With LODE_BEND the operation that places the model bends
// it; with LODE_PLAIN blocks are too small for lines along their edges. Software rendering computes both sides of a
// branch and writes a component that a variable chooses to memory and back: hence forms, and axes as vectors.
#ifdef LODE_BOX
// A cap: the block's lower and upper corner. A face: its plane, lower ends along the next two axes; upper ends, and a
// bit for each of the four that is the block's end too: lower, upper of the first axis, of the second.
in uvec3 place_a;
in uvec3 place_b;
uniform int highlighted_end_i;
uniform int highlighted_end_j;
uniform int highlighted_end_k;
#elif defined(LODE_PULL)
uniform usamplerBuffer faces;  // i and j, k and the colour's index, 16 bits each
#else
in uvec3 cell;
#endif
#ifndef LODE_PULL
in uint colour_index;
#endif
#ifdef LODE_EVEN
uniform vec3 lower_lattice;
uniform vec3 cell_size_lattice;
#endif
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
#ifdef LODE_CAP
out vec3 block_position;
#elif !defined(LODE_PLAIN)
out vec2 block_position;  // along the two axes of the face
#endif
#ifdef LODE_CUT
out vec3 position_lattice;
#endif
#ifdef LODE_CAP
uniform vec4 cut_plane;
#else
// Unit steps along the axis that the face lies across, and along the next two; the face's side of its block, 0 or 1.
uniform vec3 across;
uniform vec3 along_b;
uniform vec3 along_c;
uniform float upper_side;
#endif

#ifdef LODE_BEND
// Where the operation that places the model bends it: offsets at points of a coarse grid, linear between them.
uniform samplerBuffer bend;
uniform int bend_u;
uniform int bend_v;
uniform int bend_w;
uniform vec3 bend_size;
uniform vec3 bend_middle;

vec3 bend_at(ivec3 point)
{
  return texelFetch(bend, point.x + bend_u * (point.y + bend_v * point.z)).xyz;
}

vec3 bend_offset(vec3 position)
{
  vec3 last = vec3(bend_u - 1, bend_v - 1, bend_w - 1);
  vec3 at = clamp((position + bend_middle) / bend_size, 0.0, 1.0) * last;
  vec3 low = min(floor(at), last - 1.0), share = at - low;
  ivec3 p = ivec3(low);
  vec3 lower = mix(mix(bend_at(p), bend_at(p + ivec3(1, 0, 0)), share.x),
                   mix(bend_at(p + ivec3(0, 1, 0)), bend_at(p + ivec3(1, 1, 0)), share.x), share.y);
  vec3 upper = mix(mix(bend_at(p + ivec3(0, 0, 1)), bend_at(p + ivec3(1, 0, 1)), share.x),
                   mix(bend_at(p + ivec3(0, 1, 1)), bend_at(p + ivec3(1, 1, 1)), share.x), share.y);
  return mix(lower, upper, share.z);
}
#endif

vec3 bent(vec3 position)
{
#ifdef LODE_BEND
  return position + bend_offset(position);
#else
  return position;
#endif
}

vec3 corner(ivec3 index)
{
#ifdef LODE_EVEN
  return lower_lattice + cell_size_lattice * vec3(index);
#else
  return vec3(texelFetch(edges_u, index.x).r, texelFetch(edges_v, index.y).r, texelFetch(edges_w, index.z).r);
#endif
}

#ifdef LODE_CAP
#ifdef LODE_BEND
// The plane that the bend moves onto `plane` within a block, where the bend is even but for its second order.
vec4 unbent(vec4 plane, vec3 lower, vec3 size)
{
  vec3 middle = lower + 0.5 * size, slope;
  for (int axis = 0; axis < 3; ++axis)
  {
    vec3 half_step = vec3(0.0);
    half_step[axis] = 0.5 * size[axis];
    slope[axis] = dot(plane.xyz, bend_offset(middle + half_step) - bend_offset(middle - half_step)) / size[axis];
  }
  return vec4(plane.xyz + slope, plane.w - dot(plane.xyz, bend_offset(middle)) + dot(slope, middle));
}
#endif

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
#ifdef LODE_PULL
  int vertex = gl_VertexID & 3;
  uvec2 face = texelFetch(faces, gl_VertexID >> 2).rg;
  uvec3 cell = uvec3(face.x & 65535u, face.x >> 16, face.y & 65535u);
  uint colour_index = face.y >> 16;
#else
  int vertex = gl_VertexID;
#endif
#ifdef LODE_CAP
#ifdef LODE_BOX
  ivec3 lower_place = ivec3(place_a), upper_place = ivec3(place_b);
#else
  ivec3 lower_place = ivec3(cell), upper_place = lower_place + 1;
#endif
  vec3 lower = corner(lower_place), size = corner(upper_place) - lower;
#ifdef LODE_BEND
  vec4 plane = unbent(cut_plane, lower, size);
#else
  vec4 plane = cut_plane;
#endif
  // From the corner that lies furthest against the normal all slopes rise.
  vec3 falls = vec3(lessThan(plane.xyz, vec3(0.0)));
  vec3 m = max(abs(plane.xyz) * size, 1e-20);
  float total = m.x + m.y + m.z;
  float d = plane.w - dot(plane.xyz, lower + falls * size);
  vec3 p = cap_corner(m, clamp(d, 1e-6 * total, (1.0 - 1e-6) * total), vertex);
  block_position = mix(p, 1.0 - p, falls);
  vec3 position = lower + block_position * size;
#else
  ivec2 side = ivec2(vertex & 1, vertex >> 1);
#ifdef LODE_BOX
  vec3 lower_along = vec3(place_a.x) * across + vec3(place_a.y) * along_b + vec3(place_a.z) * along_c;
  vec3 upper_along = vec3(place_a.x) * across + vec3(place_b.x) * along_b + vec3(place_b.y) * along_c;
  ivec3 lower_place = ivec3(lower_along), upper_place = ivec3(upper_along);
  vec3 chosen = across + float(side.x) * along_b + float(side.y) * along_c;
  vec3 position = corner(ivec3(mix(lower_along, upper_along, chosen)));
  // A line is drawn where the block ends, not where its neighbour does.
  bvec2 ends = bvec2((place_b.z & (1u << side.x)) != 0u, (place_b.z & (4u << side.y)) != 0u);
  block_position = mix(0.25 + 0.5 * vec2(side), vec2(side), vec2(ends));
#else
  ivec3 lower_place = ivec3(cell);
  vec3 step = upper_side * across + float(side.x) * along_b + float(side.y) * along_c;
  vec3 position = corner(lower_place + ivec3(step));
#ifndef LODE_PLAIN
  block_position = vec2(side);
#endif
#endif
#endif
#ifdef LODE_CUT
  position_lattice = bent(position);
#endif
  gl_Position = clip_from_lattice * vec4(bent(position), 1.0);
  face_colour = texelFetch(palette, int(colour_index));
  ivec3 highlighted_place = ivec3(highlighted_i, highlighted_j, highlighted_k);
#ifdef LODE_BOX
  bool within = all(greaterThanEqual(lower_place, highlighted_place)) &&
    all(lessThanEqual(upper_place, ivec3(highlighted_end_i, highlighted_end_j, highlighted_end_k)));
#else
  bool within = lower_place == highlighted_place;
#endif
  if (highlighted != 0 && within)
    face_colour.rgb = mix(face_colour.rgb, vec3(1.0), 0.35);
}
