using System.Runtime.InteropServices;

namespace Ucam.Vqa.Text;

/// <summary>Counts words and ranks them in one fixed order.</summary>
internal sealed class WordCounts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one more.</summary>
    public void Add(string word) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _)++;

    /// <summary>The words that occur at least so often: most frequent first, equals by code unit.</summary>
    public IEnumerable<string> Ranked(long minimum = 1) => _counts.Where(pair => pair.Value >= minimum)
        .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key);
}
