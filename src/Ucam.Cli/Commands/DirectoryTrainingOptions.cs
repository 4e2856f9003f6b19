using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Datasets;
using Ucam.Evaluation;
using Ucam.Training;

namespace Ucam.Cli.Commands;

/// <summary>The options of training on a user's own set.</summary>
internal sealed class DirectoryTrainingOptions
{
    private const string NoStart = "none";
    private readonly VqaSetOptions _set = new();
    private readonly VqaSetOptions _validation = new("validation-");
    private readonly Option<int?> _epochs = new("--epochs")
    { Description = "Epochs of backbone and head together. Default: 4 from a trained backbone, 20 from random weights." };
    private readonly InputOption _start = new("--start-from")
    { Description = "Model whose backbone the training starts from, or none. Default: the shipped model to which the pictures are most familiar." };

    public void AddTo(Command command)
    {
        _set.AddTo(command);
        _validation.AddTo(command);
        command.Add(_epochs);
        command.Add(_start);
    }

    /// <summary>Those of these options that the command line names.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) =>
        [.. _set.All.Concat(_validation.All).Append(_epochs).Append(_start).Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name)];

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
        if (start is null) start = MostFamiliar(set);
        else if (start != NoStart) start = ModelStore.PathOf(start);
        if (start is not null && start != NoStart)
        {
            using VqaModel model = VqaModel.Load(start);
            recipe = recipe with { Backbone = recipe.Backbone with { Options = model.Network.Config.Backbone } };
        }
        var directory = new DirectoryOptions { Epochs = parsed.GetValue(_epochs), StartFrom = start == NoStart ? null : start };
        return new DirectoryRunner(recipe, options, directory).Run(set, validation, cancel);
    }

    /// <summary>The shipped model that finds the first pictures least unusual on average; null where none is shipped.</summary>
    private static string? MostFamiliar(IVqaSet set)
    {
        const int Looked = 16;
        string? best = null;
        double least = double.PositiveInfinity;
        foreach (string name in ModelStore.Shipped)
        {
            using VqaModel model = ModelStore.Load(name);
            double unusual = Enumerable.Range(0, Math.Min(Looked, set.PictureCount)).Average(p => model.Unusual(set.LoadPicture(p)));
            if (unusual >= least) continue;
            (least, best) = (unusual, ModelStore.PathOf(name));
        }
        return best;
    }
}
