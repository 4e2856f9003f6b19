using System.Collections.Concurrent;

namespace Ucam.Vqa.Models;

/// <summary>What the questions asked last suggest without a picture, (K) each. Safe to use from several threads.</summary>
internal sealed class BlindAnswers
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<string, float[]> _known = new(StringComparer.Ordinal);

    /// <summary>The distribution of a question, made where it was not asked lately.</summary>
    /// <param name="ids">Its word ids.</param>
    /// <param name="make">Makes it.</param>
    public float[] Of(IEnumerable<long> ids, Func<float[]> make)
    {
        if (_known.Count >= Kept) _known.Clear();
        return _known.GetOrAdd(string.Join(' ', ids), _ => make());
    }
}
