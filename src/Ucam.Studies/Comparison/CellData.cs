using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>What every cell shares: questions, vocabularies, and the frozen backbone's features, read from memory-mapped files.</summary>
internal sealed class CellData : IDisposable
{
    private readonly List<FeatureFile> _files;
    private readonly Lazy<FamiliarityDetector> _familiarity;

    private CellData(VqaConfig config, List<FeatureFile> files)
    {
        (Config, _files) = (config, files);
        _familiarity = new(() => RunStages.FitFamiliarity(Training!.Features!, Validation!.Features!));
    }

    /// <summary>Backbone and vocabularies; the head's options are the cell's.</summary>
    public VqaConfig Config { get; }

    public required RunPart Training { get; init; }

    public required RunPart Validation { get; init; }

    public required RunPart Test { get; init; }

    /// <summary>What the training pictures are like; owned by this.</summary>
    public FamiliarityDetector Familiarity => _familiarity.Value;

    /// <summary>Draws the sets and extracts what features the folder does not hold yet.</summary>
    public static CellData Prepare(CompareRecipe recipe, CompareOptions options, string fingerprint, CancellationToken cancel)
    {
        string backbone = options.Backbone
            ?? throw new UcamException("This comparison needs a checkpoint whose backbone makes the features.") { Field = "backbone" };
        using VqaNetwork source = Checkpoint.Load(backbone);
        source.Backbone.PoolBy(recipe.Pool);
        var data = new Recipe
        {
            Name = recipe.Name,
            Seed = recipe.DataSeed,
            Data = recipe.Data,
            Training = recipe.Training,
            Backbone = new BackboneRecipe { Options = source.Backbone.Options }
        };
        LearnedSets sets = RecipeSets.WithoutBackbone(data, options.Data);
        VqaConfig config = RunStages.Configure(data, sets.Training);
        var words = QuestionVocabulary.FromList(config.Words);
        var answers = AnswerVocabulary.FromList(config.Answers);
        List<FeatureFile> files = [];
        RunPart Part(IVqaSet set, string name)
        {
            string path = Path.Combine(options.Folder, $"features-{name}.{fingerprint}.safetensors");
            if (!File.Exists(path)) BackboneExtraction.Extract(source.Backbone, set, path, resume: true, options.Progress, cancel);
            options.Log($"features: {set.PictureCount} {name} pictures, {set.Items.Count} questions");
            files.Add(FeatureFile.Open(path));
            return new RunPart(set, EncodedQuestions.From(set, words, answers), files[^1]);
        }
        return new CellData(config, files)
        { Training = Part(sets.Training, "train"), Validation = Part(sets.Validation, "validation"), Test = Part(sets.Test, "test") };
    }

    public void Dispose()
    {
        if (_familiarity.IsValueCreated) Familiarity.Dispose();
        foreach (FeatureFile file in _files) file.Dispose();
    }
}
