using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>A recipe's files: questions with features that were made before, so that there is no backbone.</summary>
internal sealed class FileSource(Recipe recipe, RunOptions options) : RunSource
{
    private FileRecipeData? _data;
    private Device _device = CPU;

    public override Device Device => _device;

    public override HeadStage? Head => new(RunStages.Head, recipe.Training.Fit);

    public override bool HasPictures => false;

    public override RunOutput Prepare()
    {
        _device = RunDevice.Open(options.Device, options.Ranks.Local);
        _data = FileRecipeData.Open(recipe, options);
        Stages = new RunStages(recipe with { Backbone = recipe.Backbone with { Options = _data.Grid } }, options,
            _data.Fingerprint(new InputFiles(options.Folder, options.Log)));
        return Stages.Output;
    }

    public override RunSets Open(CancellationToken cancel)
    {
        RunSets sets = _data!.Sets;
        foreach ((string name, RunSet part) in new[] { ("training", sets.Training), ("validation", sets.Validation), ("test", sets.Tests[0]) })
            options.Log($"{name}: {part.Set.PictureCount} pictures, {part.Set.Items.Count} questions");
        return sets;
    }

    public override void Dispose()
    {
        _data?.Dispose();
        base.Dispose();
    }
}
