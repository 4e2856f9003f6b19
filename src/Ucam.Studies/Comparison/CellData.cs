using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>What every cell shares: questions, vocabularies, and the frozen backbone's features, read from memory-mapped files.</summary>
internal sealed class CellData : IDisposable
{
    private readonly IReadOnlyList<IDisposable> _files;
    private readonly Lazy<FamiliarityDetector> _familiarity;

    private CellData(VqaConfig config, IReadOnlyList<IDisposable> files)
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

    /// <summary>Draws the sets and extracts what features the folder does not hold yet, or opens the files that the recipe names.</summary>
    /// <exception cref="UcamException">A file is missing or damaged, or features are of another grid.</exception>
    public static CellData Prepare(CompareRecipe recipe, CompareOptions options, string fingerprint, CancellationToken cancel) =>
        recipe.Data.Files is null ? Draw(recipe, options, fingerprint, cancel) : Open(recipe, options);

    /// <summary>What the files are that a comparison on files is made from.</summary>
    /// <exception cref="UcamException">A file is missing or damaged.</exception>
    public static string FingerprintOfFiles(CompareRecipe recipe, CompareOptions options)
    {
        using FileRecipeData files = FilesOf(recipe, options);
        return files.Fingerprint(new InputFiles(options.Folder, options.Log));
    }

    private static CellData Draw(CompareRecipe recipe, CompareOptions options, string fingerprint, CancellationToken cancel)
    {
        string backbone = options.Backbone
            ?? throw new UcamException("This comparison needs a checkpoint whose backbone makes the features.") { Field = "backbone" };
        using VqaNetwork source = Checkpoint.Load(backbone);
        source.Backbone.PoolBy(recipe.Pool);
        Recipe data = RecipeOf(recipe, source.Backbone.Options);
        LearnedSets sets = RecipeSets.WithoutBackbone(data, options.Data);
        List<FeatureFile> files = [];
        RunSet Part(IVqaSet set, string name)
        {
            string path = Path.Combine(options.Folder, $"features-{name}.{fingerprint}.safetensors");
            if (!File.Exists(path)) BackboneExtraction.Extract(source.Backbone, set, path, resume: true, options.Progress, cancel);
            files.Add(FeatureFile.Open(path));
            return new RunSet(set, files[^1]);
        }
        return Of(data, new RunSets(Part(sets.Training, "train"), Part(sets.Validation, "validation"), [Part(sets.Test, "test")]), files, options);
    }

    private static CellData Open(CompareRecipe recipe, CompareOptions options)
    {
        FileRecipeData files = FilesOf(recipe, options);
        try
        {
            return Of(RecipeOf(recipe, files.Grid), files.Sets, [files], options);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static CellData Of(Recipe recipe, RunSets sets, IReadOnlyList<IDisposable> files, CompareOptions options)
    {
        VqaConfig config = RunStages.Configure(recipe, sets.Training.Set);
        var words = QuestionVocabulary.FromList(config.Words);
        var answers = AnswerVocabulary.FromList(config.Answers);
        RunPart Part(RunSet part, string name)
        {
            options.Log($"features: {part.Set.PictureCount} {name} pictures, {part.Set.Items.Count} questions");
            return new RunPart(part.Set, EncodedQuestions.From(part.Set, words, answers), part.Features);
        }
        return new CellData(config, files)
        { Training = Part(sets.Training, "train"), Validation = Part(sets.Validation, "validation"), Test = Part(sets.Tests[0], "test") };
    }

    private static FileRecipeData FilesOf(CompareRecipe recipe, CompareOptions options) =>
        FileRecipeData.Open(RecipeOf(recipe, new BackboneOptions()), new RunOptions { Folder = options.Folder, Data = options.Data });

    private static Recipe RecipeOf(CompareRecipe recipe, BackboneOptions backbone) => new()
    {
        Name = recipe.Name,
        Seed = recipe.DataSeed,
        Data = recipe.Data,
        Training = recipe.Training,
        Backbone = new BackboneRecipe { Options = backbone }
    };

    public void Dispose()
    {
        if (_familiarity.IsValueCreated) Familiarity.Dispose();
        foreach (IDisposable file in _files) file.Dispose();
    }
}
