//VTK::System::Dec
//VTK::Output::Dec
flat in vec4 face_colour;
#ifndef LODE_PLAIN
#ifdef LODE_CAP
#define BLOCK_POSITION vec3
#else
#define BLOCK_POSITION vec2
#endif
in BLOCK_POSITION block_position;
uniform float edge_px;
#endif
uniform float shade;
uniform float opacity;
#ifdef LODE_CUT
in vec3 position_lattice;
uniform vec4 slab_plane;
uniform float slab_half_thickness;
#endif

void main()
{
#ifdef LODE_CUT
  // A face that lies in the slab's plane is the cap's own and stays.
  if (abs(dot(slab_plane.xyz, position_lattice) + slab_plane.w) > slab_half_thickness + 1e-3) discard;
#endif
#ifdef LODE_PLAIN
  float line = 0.0;
#else
  BLOCK_POSITION per_pixel = fwidth(block_position);
  BLOCK_POSITION distance_px = min(block_position, 1.0 - block_position) / max(per_pixel, BLOCK_POSITION(1e-6));
  // Across the face nothing changes, and there is no line.
  distance_px = mix(distance_px, BLOCK_POSITION(1e6), BLOCK_POSITION(lessThan(per_pixel, BLOCK_POSITION(1e-6))));
  float line_px = min(distance_px.x, distance_px.y);
  float most_per_pixel = max(per_pixel.x, per_pixel.y);
#ifdef LODE_CAP
  line_px = min(line_px, distance_px.z);
  most_per_pixel = max(most_per_pixel, per_pixel.z);
#endif
  float line = 1.0 - smoothstep(edge_px * 0.5, edge_px * 0.5 + 1.0, line_px + 0.5);
  // Lines would drown small blocks: they fade as a block nears a few pixels.
  float block_px = 1.0 / max(most_per_pixel, 1e-6);
  line *= 0.42 * smoothstep(5.0 * edge_px, 14.0 * edge_px, block_px);
#endif
  float alpha = face_colour.a * opacity;
  gl_FragData[0] = vec4(face_colour.rgb * shade * (1.0 - line), alpha);
}
