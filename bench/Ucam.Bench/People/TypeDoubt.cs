using Ucam.Vqa;

namespace Ucam.Bench.People;

/// <summary>A baseline without a network: people's mean doubt about questions that begin alike, by as many first words as were seen often.</summary>
internal sealed class TypeDoubt
{
    private const int Most = 4, Often = 20;
    private readonly Dictionary<string, double> _means;
    private readonly double _overall;

    public TypeDoubt(IReadOnlyList<VqaItem> learned)
    {
        var doubts = learned.Select(item => (item.Question, PeopleDoubt.Of(item).Entropy)).ToArray();
        _overall = doubts.Average(d => d.Entropy);
        _means = doubts.SelectMany(d => Beginnings(d.Question).Select(begin => (begin, d.Entropy))).GroupBy(d => d.begin)
            .Where(g => g.Count() >= Often).ToDictionary(g => g.Key, g => g.Average(d => d.Entropy));
    }

    /// <summary>Nats, one a question.</summary>
    public double[] Of(IReadOnlyList<VqaItem> items) => [.. items.Select(item =>
        Beginnings(item.Question).Select(begin => _means.TryGetValue(begin, out double mean) ? mean : (double?)null).FirstOrDefault(m => m is not null)
            ?? _overall)];

    // The longest first.
    private static IEnumerable<string> Beginnings(string question)
    {
        string[] words = question.ToLowerInvariant().TrimEnd('?').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, Math.Min(Most, words.Length)).Reverse().Select(n => string.Join(' ', words[..n]));
    }
}
