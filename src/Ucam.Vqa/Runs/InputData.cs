using System.Security.Cryptography;
using System.Text;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Runs;

/// <summary>What the data of a run are, as texts that tell runs on other data apart.</summary>
internal static class InputData
{
    /// <summary>16 hexadecimal digits of a set's questions and answers, whatever files they were read from.</summary>
    public static string Questions(IVqaSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new StringBuilder();
        foreach (VqaItem item in set.Items)
        {
            line.Clear().Append($"{item.QuestionId}\0{item.ImageId}\0{item.Picture}\0{item.QuestionType}\0{item.AnswerType}\0{item.Question}\0");
            line.AppendJoin('\0', item.Answers).Append('\n');
            hash.AppendData(Encoding.UTF8.GetBytes(line.ToString()));
        }
        return $"{set.PictureCount}:{Convert.ToHexString(hash.GetHashAndReset())[..16]};";
    }

    /// <summary>The questions, answers and picture files of a set; empty for none.</summary>
    /// <exception cref="UcamException">A picture cannot be read.</exception>
    public static string Set(IVqaSet? set, InputFiles files)
    {
        if (set is null) return "";
        if (set is not IPictureFiles own) return Questions(set);
        IEnumerable<string> pictures = Enumerable.Range(0, set.PictureCount).Select(own.PictureFile).OfType<string>();
        return $"{Questions(set)}{files.Of(pictures.Select((path, i) => ($"{i}", path)))};";
    }

    /// <summary>The files that a recipe's built-in set is made of; empty for a drawn set.</summary>
    /// <param name="set">Name of the set.</param>
    /// <param name="source">Folder or archive that was named.</param>
    /// <param name="files">Knows their contents.</param>
    /// <exception cref="UcamException">A file cannot be read.</exception>
    public static string BuiltIn(string set, string? source, InputFiles files)
    {
        if (source is null || !Path.Exists(source) || BuiltInSets.FindInRecipe(set) is not { Source: not null } known) return "";
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(source))!, known.Beside ?? "");
        return $"{files.Of(source, IsData)}{(File.Exists(source) && File.Exists(beside) ? files.Of([("people", beside)]) : "")};";
    }

    // Notes and licences beside the data may change.
    private static bool IsData(string path) =>
        PictureIndex.IsPicture(path) || new[] { ".bin", ".npy", ".gz", ".json" }.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
