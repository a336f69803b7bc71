//VTK::System::Dec
//VTK::Output::Dec
flat in vec4 face_colour;
in vec2 face_position;
uniform float shade;
uniform float opacity;
uniform float edge_px;

void main()
{
  vec2 per_pixel = max(fwidth(face_position), vec2(1e-6));
  vec2 distance_px = min(face_position, 1.0 - face_position) / per_pixel;
  float line = 1.0 - smoothstep(edge_px * 0.5, edge_px * 0.5 + 1.0, min(distance_px.x, distance_px.y) + 0.5);
  // Lines would drown small blocks: they fade as a block nears a few pixels.
  float block_px = 1.0 / max(per_pixel.x, per_pixel.y);
  line *= 0.42 * smoothstep(5.0 * edge_px, 14.0 * edge_px, block_px);
  float alpha = face_colour.a * opacity;
  gl_FragData[0] = vec4(face_colour.rgb * shade * (1.0 - line), alpha);
}
