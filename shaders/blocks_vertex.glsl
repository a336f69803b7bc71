//VTK::System::Dec
// A face of a block: four corners of a strip, pulled from the cell and the lattice's edges.
in uvec3 cell;
in uint colour_index;
uniform samplerBuffer edges_u;
uniform samplerBuffer edges_v;
uniform samplerBuffer edges_w;
uniform samplerBuffer palette;
uniform mat4 clip_from_lattice;
uniform int direction;
uniform int highlighted;
uniform int highlighted_i;
uniform int highlighted_j;
uniform int highlighted_k;
flat out vec4 face_colour;
out vec2 face_position;

vec3 corner(ivec3 index)
{
  return vec3(texelFetch(edges_u, index.x).r, texelFetch(edges_v, index.y).r, texelFetch(edges_w, index.z).r);
}

void main()
{
  ivec2 side = ivec2(gl_VertexID & 1, gl_VertexID >> 1);
  int axis = direction / 2;
  ivec3 step = ivec3(0);
  step[axis] = direction & 1;
  step[(axis + 1) % 3] = side.x;
  step[(axis + 2) % 3] = side.y;
  gl_Position = clip_from_lattice * vec4(corner(ivec3(cell) + step), 1.0);
  face_position = vec2(side);
  face_colour = texelFetch(palette, int(colour_index));
  if (highlighted != 0 && ivec3(cell) == ivec3(highlighted_i, highlighted_j, highlighted_k))
    face_colour.rgb = mix(face_colour.rgb, vec3(1.0), 0.35);
}
