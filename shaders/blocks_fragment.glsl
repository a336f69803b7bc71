//VTK::System::Dec
//VTK::Output::Dec
flat in vec4 face_colour;
in vec3 block_position;
uniform float shade;
uniform float opacity;
uniform float edge_px;
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
  vec3 per_pixel = fwidth(block_position);
  vec3 distance_px = min(block_position, 1.0 - block_position) / max(per_pixel, vec3(1e-6));
  // Across the face nothing changes, and there is no line.
  distance_px = mix(distance_px, vec3(1e6), vec3(lessThan(per_pixel, vec3(1e-6))));
  float line_px = min(min(distance_px.x, distance_px.y), distance_px.z);
  float line = 1.0 - smoothstep(edge_px * 0.5, edge_px * 0.5 + 1.0, line_px + 0.5);
  // Lines would drown small blocks: they fade as a block nears a few pixels.
  float block_px = 1.0 / max(max(per_pixel.x, per_pixel.y), max(per_pixel.z, 1e-6));
  line *= 0.42 * smoothstep(5.0 * edge_px, 14.0 * edge_px, block_px);
  float alpha = face_colour.a * opacity;
  gl_FragData[0] = vec4(face_colour.rgb * shade * (1.0 - line), alpha);
}
