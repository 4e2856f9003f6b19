using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Ucam.Vqa.Datasets;

/// <summary>A small distribution over answers, most probable first; compact, since a set holds one for every question.</summary>
internal sealed class AnswerDistribution : IReadOnlyDictionary<string, double>
{
    private const double Negligible = 1e-3;

    private readonly string[] _answers;
    private readonly double[] _probabilities;

    /// <summary>Keeps the answers that are not negligible and scales them to sum to 1.</summary>
    public AnswerDistribution(IReadOnlyList<string> answers, IReadOnlyList<double> weights)
    {
        double total = weights.Sum();
        var kept = Enumerable.Range(0, answers.Count).Where(i => weights[i] > Negligible * total).OrderByDescending(i => weights[i]).ToArray();
        _answers = Array.ConvertAll(kept, i => answers[i]);
        double left = kept.Sum(i => weights[i]);
        _probabilities = Array.ConvertAll(kept, i => weights[i] / left);
    }

    public int Count => _answers.Length;

    public IEnumerable<string> Keys => _answers;

    public IEnumerable<double> Values => _probabilities;

    public double this[string key] => TryGetValue(key, out double p) ? p : throw new KeyNotFoundException($"\"{key}\" is not a possible answer.");

    public bool ContainsKey(string key) => Array.IndexOf(_answers, key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        int at = Array.IndexOf(_answers, key);
        value = at < 0 ? 0 : _probabilities[at];
        return at >= 0;
    }

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (int i = 0; i < _answers.Length; i++) yield return new(_answers[i], _probabilities[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What several people say, drawn independently.</summary>
    public string[] Draw(SetRandom random, int people)
    {
        var said = new string[people];
        for (int i = 0; i < people; i++) said[i] = _answers[random.Weighted(_probabilities)];
        return said;
    }
}
