using Ucam.Numbers;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>The data of a recipe whose data are files: questions read whole, features memory-mapped.</summary>
internal sealed class FileRecipeData : IDisposable
{
    private readonly FileDataRecipe _data;
    private readonly string _folder;
    private readonly Dictionary<string, FeatureFile> _files = [];

    private FileRecipeData(FileDataRecipe data, string folder) => (_data, _folder) = (data, folder);

    /// <summary>Training, validation and test, with their features.</summary>
    public RunSets Sets { get; private set; } = null!;

    /// <summary>The grid of the features, as a model without a backbone has it.</summary>
    public BackboneOptions Grid { get; private set; } = null!;

    /// <summary>What the data are, to tell runs on other files apart.</summary>
    /// <exception cref="UcamException">A file cannot be read.</exception>
    public string Fingerprint(InputFiles inputs) =>
        string.Concat(new[] { Sets.Training, Sets.Validation, Sets.Tests[0] }.Select(part => InputData.Questions(part.Set)))
            + inputs.Of(_files.Keys.Select((path, i) => ($"{i}", path)));

    /// <summary>Opens every file and finds the features of every picture, before anything is trained.</summary>
    /// <exception cref="UcamException">A file is missing or malformed, a part has no answers, or features are missing or of another grid.</exception>
    public static FileRecipeData Open(Recipe recipe, RunOptions options)
    {
        string folder = options.Data
            ?? throw new UcamException("This recipe trains on files: give their folder with --data (docs/paper-recipes.md).") { Field = "data" };
        if (!Directory.Exists(folder))
            throw new UcamException($"{folder} is not a folder; give the folder of the recipe's files with --data.")
            { File = folder, Field = FileProblem.NoFolder };
        var opened = new FileRecipeData(recipe.Data.Files!, folder);
        try
        {
            opened.Read(recipe.Seed, options.Limit);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (FeatureFile file in _files.Values) file.Dispose();
    }

    private void Read(int seed, int? limit)
    {
        // The features first: a missing file of them shows at once, while questions take a while to read.
        FeatureFile[] training = Features("training", _data.Training), test = Features("test", _data.Test);
        FeatureFile[] validation = _data.Validation is { } apart ? Features("validation", apart) : training;
        Grid = GridOf(training[0], [.. _files.Values]);
        FileSet whole = Questions("training", _data.Training);
        (IVqaSet learned, IVqaSet chosen) = _data.Validation is { } part
            ? (whole, Questions("validation", part)) : PictureSubset.HoldOut(whole, _data.HeldOut, Shuffle.Order(whole.PictureCount, seed, 0));
        Sets = new RunSets(Part(learned, training, limit), Part(chosen, validation, limit), [Part(Questions("test", _data.Test), test, limit)]);
    }

    private static RunSet Part(IVqaSet set, FeatureFile[] files, int? limit)
    {
        IVqaSet taken = QuestionSubset.Limit(set, limit);
        return new RunSet(taken, PictureFeatures.Of(taken, files));
    }

    private FileSet Questions(string name, FilePartRecipe part)
    {
        string[] paths = [.. part.Paths.Select(path => Find(path, $"data.files.{name}.paths"))];
        FileSet set = DataFormats.Open(_data.Format, paths, out DataReport report, part.Parts.Count > 0 ? part.Parts : null);
        report.Require();
        return set.IsLabelled
            ? set : throw new UcamException($"{paths[0]}: no question has answers; name the file that has them in data.files.{name}.paths as well.")
            { File = paths[0], Field = name };
    }

    private FeatureFile[] Features(string name, FilePartRecipe part)
    {
        string[] paths = [.. part.Features.Select(path => Find(path, $"data.files.{name}.features"))];
        foreach (string path in paths)
            if (!_files.ContainsKey(path)) _files[path] = FeatureFile.Open(path);
        return [.. paths.Select(path => _files[path])];
    }

    private string Find(string relative, string field)
    {
        string path = Path.Combine(_folder, relative);
        return Path.Exists(path)
            ? path : throw new UcamException($"{path} does not exist; put it there, or say in {field} of the recipe where it is below --data.")
            { File = path, Field = field };
    }

    private BackboneOptions GridOf(FeatureFile first, IReadOnlyList<FeatureFile> all)
    {
        if (first.Rows != first.Columns || (_data.Grid ?? first.Rows) != first.Rows || (_data.Channels ?? first.Channels) != first.Channels)
        {
            string wanted = $"{Word(_data.Grid)}×{Word(_data.Grid)}×{Word(_data.Channels)}";
            throw new UcamException($"{first.Path} holds {PictureFeatures.Words(first.Grid)} features, the recipe needs {wanted} (data.files.grid, "
                + "data.files.channels); extract them with its network, or change the recipe.")
            { File = first.Path, Field = "features" };
        }
        PictureFeatures.CheckGrids(all);
        return BackboneOptions.Elsewhere(first.Metadata.GetValueOrDefault("backbone", "another network"), first.Rows, first.Channels);
    }

    private static string Word(int? size) => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "n";
}
