using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Features;

/// <summary><c>ucam features</c>: makes feature files, exchanges and joins them.</summary>
internal static class FeaturesCommand
{
    public static Command Create() =>
        new ExampleCommand("features", "Works with feature files.",
        [.. FeaturesExtractCommand.Examples, FeaturesExchangeCommands.ImportExample, FeaturesExchangeCommands.ExportExample,
            FeaturesIndexCommands.IndexExample, FeaturesIndexCommands.CheckExample])
    {
        ThreadsOption.With(FeaturesExtractCommand.Create()), FeaturesExchangeCommands.Import(), FeaturesExchangeCommands.Export(),
        FeaturesIndexCommands.Index(), FeaturesIndexCommands.Check(),
    };
}
