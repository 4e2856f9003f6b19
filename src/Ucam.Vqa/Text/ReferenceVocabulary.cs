using System.Text;
using System.Text.Json;

namespace Ucam.Vqa.Text;

/// <summary>
/// The vocabulary file of pytorch-vqa: {"question": {word: id}, "answer": {answer: id}}. Word ids run from 1, since id 0 both pads and
/// stands for unknown words; answer ids run from 0.
/// </summary>
/// <param name="Words">The words, in the order of their ids.</param>
/// <param name="Answers">The answers, in the order of their ids.</param>
internal sealed record ReferenceVocabulary(IReadOnlyList<string> Words, IReadOnlyList<string> Answers)
{
    private const string Question = "question", Answer = "answer", BlankStart = "<blank", BlankEnd = ">";
    private const int FirstWord = 1;
    private const long Limit = 200_000_000;

    /// <summary>Reads a file. Blank entries, which its tokeniser makes of double spaces, get a name that no question contains.</summary>
    /// <exception cref="UcamException">The file cannot be read, or its ids are not each number once.</exception>
    public static ReferenceVocabulary Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            if (File.Exists(path) && new FileInfo(path).Length > Limit) throw Wrong(path, null, "it has more than 200 MB");
            using JsonDocument json = JsonDocument.Parse(Utf8File.Bytes(path, "the vocab.json that was made with the weights"));
            return new ReferenceVocabulary(Ordered(json.RootElement, Question, FirstWord, path), Ordered(json.RootElement, Answer, 0, path));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong(path, null, "it is not valid JSON", e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    /// <summary>Writes the file, which appears whole or not at all.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        WriteIds(json, Question, Words, FirstWord);
        WriteIds(json, Answer, Answers, 0);
        json.WriteEndObject();
    });

    private static void WriteIds(Utf8JsonWriter json, string list, IReadOnlyList<string> entries, int first)
    {
        json.WriteStartObject(list);
        for (int i = 0; i < entries.Count; i++) json.WriteNumber(Blank(entries[i]), first + i);
        json.WriteEndObject();
    }

    private static string[] Ordered(JsonElement root, string list, int first, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(list, out JsonElement ids) || ids.ValueKind != JsonValueKind.Object)
            throw Wrong(path, list, "it is not an object of ids");
        JsonProperty[] entries = [.. ids.EnumerateObject()];
        var ordered = new string?[entries.Length];
        foreach (JsonProperty entry in entries)
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id) || id < first || id - first >= ordered.Length)
                throw Wrong(path, list,
                    $"the id of \"{entry.Name}\" is {entry.Value.GetRawText()}, not a whole number from {first} to {first + ordered.Length - 1}");
            if (ordered[id - first] is not null) throw Wrong(path, list, $"\"{entry.Name}\" has the same id, {id}, as another entry");
            ordered[id - first] = Named(entry.Name);
        }
        return ordered!;
    }

    private static string Named(string entry) =>
        string.IsNullOrWhiteSpace(entry) ? BlankStart + string.Concat(entry.Select(c => $" {(int)c:x4}")) + BlankEnd : entry;

    private static string Blank(string name)
    {
        if (!name.StartsWith(BlankStart, StringComparison.Ordinal) || !name.EndsWith(BlankEnd, StringComparison.Ordinal)) return name;
        var blank = new StringBuilder();
        foreach (string code in name[BlankStart.Length..^BlankEnd.Length].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ushort.TryParse(code, System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort c)) return name;
            blank.Append((char)c);
        }
        return string.IsNullOrWhiteSpace(blank.ToString()) ? blank.ToString() : name;
    }

    private static UcamException Wrong(string path, string? list, string what, Exception? inner = null) =>
        new($"{path} is not a vocabulary of pytorch-vqa: "
            + $"{(list is null ? "" : $"\"{list}\": ")}{what}; give the vocab.json that was made with the weights.", inner)
        { File = path, Field = list };
}
