using Ucam.Vqa;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>The head of the published size and questions for it, both random.</summary>
internal static class PaperHead
{
    public const int Batch = 64, Grid = 14, Positions = Grid * Grid, Channels = 2048, Answers = 3000;
    private const int Words = 15_000, Length = 8, People = 10;

    public static string Sizes => $"{Grid}×{Grid}×{Channels}";

    public static Saaa Create() => new(Saaa.Paper, new HeadShape(Channels, Grid, Grid, Words, Answers));

    /// <summary>Questions of eight words, ten answers each; in the caller's dispose scope.</summary>
    public static QuestionBatch Questions(int batch)
    {
        Tensor targets =
            zeros(batch, Answers).scatter_add_(1, randint(0, Answers, [batch, People], ScalarType.Int64), full([batch, People], 1f / People));
        return new QuestionBatch(randint(2, Words, [batch, Length], ScalarType.Int64), full([batch], Length, ScalarType.Int64), targets);
    }
}
