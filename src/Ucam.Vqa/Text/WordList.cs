using System.Text.Json;

namespace Ucam.Vqa.Text;

/// <summary>A checked list of distinct words with their positions; what both vocabularies are made of.</summary>
internal sealed class WordList
{
    private readonly Dictionary<string, int> _index;

    /// <summary>Takes a list over.</summary>
    /// <exception cref="UcamException">A word is blank or given twice.</exception>
    public WordList(IEnumerable<string> words, string field)
    {
        Words = [.. words];
        _index = new Dictionary<string, int>(Words.Count, StringComparer.Ordinal);
        for (int i = 0; i < Words.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Words[i])) throw new UcamException($"Entry {i + 1} of the {field} is blank; remove it.") { Field = field };
            if (!_index.TryAdd(Words[i], i))
                throw new UcamException($"\"{Words[i]}\" is twice in the {field}; each entry may occur once.") { Field = field };
        }
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Position of a word; −1 where it is not in the list.</summary>
    public int IndexOf(string word) => _index.GetValueOrDefault(word, -1);

    /// <summary>The list as a JSON array of strings.</summary>
    public string ToJson() => JsonSerializer.Serialize(Words);

    /// <summary>Reads a JSON array of strings.</summary>
    /// <exception cref="UcamException">The text is something else.</exception>
    public static WordList FromJson(string json, string field)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var words = JsonSerializer.Deserialize<List<string?>>(json);
            if (words is not null) return new WordList(words.Select(word => word ?? ""), field);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new UcamException($"The {field} is not a JSON list of strings; the file is damaged or of another kind.", problem) { Field = field };
        }
        throw new UcamException($"The {field} is not a JSON list of strings; the file is damaged or of another kind.") { Field = field };
    }
}
