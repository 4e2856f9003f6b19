using BenchmarkDotNet.Attributes;
using Ucam.Vqa;
using Ucam.Vqa.Text;

namespace Ucam.Bench;

/// <summary>Small functions that are called often: `bench kernels --filter '*Resize*'`.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private readonly Picture _photo = new(640, 480, new byte[640 * 480 * 3]);
    private readonly SceneSet _scenes = new(new SceneSetOptions { Pictures = 1, QuestionsPerPicture = 0 });
    private readonly double[] _scores = [.. Enumerable.Range(0, 10_000).Select(i => Math.Sin(i * 12.9898))];
    private readonly bool[] _wrong = [.. Enumerable.Range(0, 10_000).Select(i => i % 7 == 0)];

    [Benchmark]
    public Picture ResizePhotoTo128() => _photo.Resize(128, 128);

    [Benchmark]
    public Picture DrawScene() => _scenes.LoadPicture(0);

    [Benchmark]
    public double AurocOfTenThousand() => RankingMetrics.Auroc(_scores, _wrong);

    [Benchmark]
    public string NormalizeAnswer() => AnswerNormalizer.Normalize("The two red T-shirts, isn't it?");

    [Benchmark]
    public IReadOnlyList<string> TokenizeQuestion() => QuestionTokenizer.Tokenize("What colour is the large ball that's left of the cube?");
}
