// Between the layer peeled off last and what is opaque; inserted before main() of every fragment shader that peels.
uniform sampler2D nearer_depth;
uniform sampler2D opaque_depth;

void peel()
{
  ivec2 at = ivec2(gl_FragCoord.xy);
  if (gl_FragCoord.z <= texelFetch(nearer_depth, at, 0).r || gl_FragCoord.z >= texelFetch(opaque_depth, at, 0).r)
    discard;
}
