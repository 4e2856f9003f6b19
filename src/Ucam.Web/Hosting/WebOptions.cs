using System.Net;

namespace Ucam.Web.Hosting;

/// <summary>How the page is served.</summary>
internal sealed record WebOptions : ICrossChecked
{
    /// <summary>Models to choose from, names or paths; the first is the default where a question does not tell. Needed where pictures are asked.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Where it listens.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65,535; 0 is any that is free.</summary>
    [From(0, 65_535)]
    public int Port { get; init; } = 5080;

    /// <summary>What a caller has to show; needed for any address but this machine's own.</summary>
    public string? Token { get; init; }

    /// <summary>Names by which it is called in a browser, besides this machine's own.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The most dropout passes that a caller may ask for, 0 to 10,000.</summary>
    [From(0, 10_000)]
    public int MostPasses { get; init; } = 500;

    /// <summary>Questions that are worked on at once, 1 to 1,024.</summary>
    [From(1, 1024)]
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 1024);

    /// <summary>Questions that may wait, 0 to 100,000; more are told to come again.</summary>
    [From(0, 100_000)]
    public int Waiting { get; init; } = 64;

    /// <summary>Pictures whose features are kept, 1 to 10,000.</summary>
    [From(1, 10_000)]
    public int Pictures { get; init; } = 64;

    /// <summary>Seconds that a request may take, above 0, at most 3,600.</summary>
    [Above(0, AtMost = 3600)]
    public double Timeout { get; init; } = 30;

    /// <summary>A folder of trainings and comparisons to show; null for none.</summary>
    public string? Runs { get; init; }

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (Runs is not null && !Directory.Exists(Runs)) throw at.Wrong(nameof(Runs), $"is '{Runs}', which is no folder.");
        if (!IPAddress.IsLoopback(Address) && string.IsNullOrEmpty(Token))
            throw at.Wrong(nameof(Token), $"is missing; whoever reaches {Address} would reach the models: give one, or serve to this machine alone.");
    }
}
