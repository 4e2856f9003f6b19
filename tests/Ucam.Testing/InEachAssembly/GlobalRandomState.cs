namespace Ucam.Testing;

/// <summary>Tests that seed libtorch's global random state, from which weights are drawn: one at a time, alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalRandomState
{
    public const string Name = "global random state";
}
