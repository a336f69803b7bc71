//VTK::System::Dec
//VTK::Output::Dec
in vec2 disc_position;
in vec3 unstretched_local;
flat in vec4 point_colour;
uniform float opacity;
uniform vec4 slab_plane;
uniform float slab_half_thickness;

void main()
{
  if (abs(dot(slab_plane.xyz, unstretched_local) + slab_plane.w) > slab_half_thickness) discard;
  float r = dot(disc_position, disc_position);
  if (r > 1.0) discard;
  float shade = 1.0 - 0.35 * r * r;
  gl_FragData[0] = vec4(point_colour.rgb * shade, point_colour.a * opacity);
}
