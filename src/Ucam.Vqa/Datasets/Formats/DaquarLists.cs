using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>Which part each picture of DAQUAR belongs to, as the lists of pictures say.</summary>
internal sealed class DaquarLists
{
    private readonly Dictionary<long, string> _parts = [];

    /// <summary>Reads lists of a picture a line.</summary>
    /// <exception cref="UcamException">A list names no picture, one that another list names, or its own name says no part.</exception>
    public static DaquarLists Read(IReadOnlyList<string> paths)
    {
        var lists = new DaquarLists();
        foreach (string path in paths)
        {
            string part = PartIn(path);
            if (part.Length == 0) throw new UcamException($"{path}: its name says neither train nor test; rename it.") { File = path };
            string[] lines = TextLines.Of(path);
            for (int i = 0; i < lines.Length; i++)
            {
                long number = DaquarQuestion.NumberOf(lines[i]) ?? throw Wrong(path, i, "it is no picture's name, as image12");
                if (!lists._parts.TryAdd(number, part) && lists._parts[number] != part)
                    throw Wrong(path, i, $"image{number} is in the list of {lists._parts[number]} too; keep one");
            }
        }
        return lists;
    }

    /// <summary>The part of a picture; where there are no lists, that which the name of the questions' file says.</summary>
    public string PartOf(long picture, string questions) =>
        _parts.Count == 0 ? PartIn(questions) : _parts.GetValueOrDefault(picture, "");

    /// <summary>Says how many questions no list has a part for.</summary>
    public void Report(SourceBuilder builder)
    {
        int without = _parts.Count == 0 ? 0 : builder.Questions.Count(q => q.Part.Length == 0);
        if (without > 0) builder.Note($"{without} questions are about pictures that no list names; they belong to no part");
    }

    private static string PartIn(string path)
    {
        string name = Path.GetFileName(path);
        bool train = name.Contains("train", StringComparison.OrdinalIgnoreCase), test = name.Contains("test", StringComparison.OrdinalIgnoreCase);
        return train == test ? "" : train ? "train" : "test";
    }

    private static UcamException Wrong(string path, int line, string what) =>
        new($"{path}: line {line + 1}: {what}.") { File = path, Field = $"line {line + 1}" };
}
