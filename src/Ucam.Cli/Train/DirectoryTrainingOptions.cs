using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Cli.Train;

/// <summary>The options of training on a user's own set.</summary>
internal sealed class DirectoryTrainingOptions
{
    private const string NoStart = "none";
    private readonly VqaSetOptions _set = new();
    private readonly VqaSetOptions _validation = new("validation-");
    private readonly Option<int?> _epochs = new("--epochs")
    { Description = "Epochs of all stages together. Default: each stage trains until it has levelled off on the held-out questions." };
    private readonly InputOption _start = new("--start-from")
    {
        Description = "Model whose backbone the training starts from, or none. "
            + "Default: the shipped model that does best in a short trial on held-out questions.",
    };

    public void AddTo(Command command)
    {
        _set.AddTo(command);
        _validation.AddTo(command);
        command.Add(_epochs);
        command.Add(_start);
    }

    public IReadOnlyList<Option> All => [.. _set.All, .. _validation.All, _epochs, _start];

    /// <summary>Those of these options that the command line names.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) =>
        [.. All.Where(o => parsed.GetResult(o) is { Implicit: false })
            .Select(o => o.Name)];

    /// <summary>The default settings, named after the checkpoint.</summary>
    public Recipe Recipe(ParseResult parsed, string? output)
    {
        if (parsed.GetValue(_epochs) is < 1 or > 10_000) throw new UsageException("--epochs must be from 1 to 10000.");
        return DirectoryRunner.DefaultRecipe with { Name = output is null ? "my-model" : Path.GetFileNameWithoutExtension(output) };
    }

    public RunResult Run(ParseResult parsed, Recipe recipe, RunOptions options, CancellationToken cancel)
    {
        IVqaSet set = _set.Open(parsed, options.Data);
        IVqaSet? validation = _validation.IsGiven(parsed) ? _validation.Open(parsed) : null;
        string? start = parsed.GetValue(_start);
        IReadOnlyList<string> candidates = start is null ? [.. ModelStore.Shipped.Select(ModelStore.PathOf)] : [];
        start = start is null or NoStart ? null : ModelStore.PathOf(start);
        if (start is not null)
        {
            using VqaModel model = VqaModel.Load(start);
            recipe = recipe with { Backbone = recipe.Backbone with { Options = model.Network.Config.Backbone } };
        }
        var directory = new DirectoryOptions { Epochs = parsed.GetValue(_epochs), StartFrom = start, StartCandidates = candidates };
        return new DirectoryRunner(recipe, options, directory).Run(set, validation, cancel);
    }
}
