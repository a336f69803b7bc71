//VTK::System::Dec
in vec2 corner;
uniform vec4 tile;
uniform vec4 area;
uniform vec2 size_px;
uniform float margin_px;
out vec2 text_px;

void main()
{
  vec2 position = area.xy + corner * area.zw;
  text_px = corner * area.zw - margin_px;
  vec2 within = (position - tile.xy) / tile.zw;
  gl_Position = vec4(within.x * 2.0 - 1.0, 1.0 - within.y * 2.0, 0.0, 1.0);
}
