namespace Ucam.Testing;

/// <summary>Tests that add to a catalogue, which other tests enumerate: they run after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Registrations
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Registrations";
}
