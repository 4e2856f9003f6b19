using System.CommandLine;

namespace Ucam.Cli.Usage;

/// <summary>A command whose help ends with examples, and which knows how it is taken up again.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Of a command that keeps nothing but whole files.</summary>
    public const string Anew = "every file already written is whole, the same command starts again.";

    public IReadOnlyList<string> Examples => examples;

    /// <summary>What an interruption leaves and how the work goes on.</summary>
    public string Continuation { get; set; } = Anew;

    public static string ContinuationOf(Command command) => (command as ExampleCommand)?.Continuation ?? Anew;
}
