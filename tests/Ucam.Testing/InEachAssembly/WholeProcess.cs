namespace Ucam.Testing;

/// <summary>Tests that count what the whole process holds, whichever thread made it: one at a time, alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "whole process";
}
