using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Heads;

/// <summary>Low-rank bilinear scores (Kim et al., ICLR 2017; NeurIPS 2018): the joint space is summed over at once, never stored.</summary>
internal static class LowRankBilinear
{
    /// <summary>
    /// (B,P,G·L), entry g·L + l: Σ_k pooling_gk·image_pk·words_lk, from image (N,P,K), words (B,L,K) and pooling (G,K).
    /// </summary>
    public static Tensor Scores(Tensor image, Tensor words, Tensor pooling, QuestionGroups? groups = null)
    {
        using var scope = NewDisposeScope();
        return groups.Join(image, words.unsqueeze(1) * pooling.unsqueeze(1), (seen, pooled) =>
        {
            long pictures = seen.shape[0], positions = seen.shape[1], questions = pooled.shape[0];
            Tensor asked = pooled.reshape(pictures, -1, seen.shape[2]);
            Tensor scores = seen.matmul(asked.transpose(1, 2)).view(pictures, positions, questions / pictures, -1);
            return scores.transpose(1, 2).reshape(questions, positions, -1);
        }).MoveToOuterDisposeScope();
    }
}
