using static TorchSharp.torch;

namespace Ucam.Models;

/// <summary>Low-rank bilinear scores (Kim et al., ICLR 2017; NeurIPS 2018): the joint space is summed over at once, never stored.</summary>
internal static class LowRankBilinear
{
    /// <summary>
    /// (B,P,G·L), entry g·L + l: Σ_k pooling_gk·image_pk·words_lk, from image (N,P,K), words (B,L,K) and pooling (G,K), B = N·m.
    /// </summary>
    public static Tensor Scores(Tensor image, Tensor words, Tensor pooling)
    {
        using var scope = NewDisposeScope();
        long pictures = image.shape[0], positions = image.shape[1], width = image.shape[2], questions = words.shape[0];
        Tensor asked = (words.unsqueeze(1) * pooling.unsqueeze(1)).reshape(pictures, -1, width);
        Tensor scores = image.matmul(asked.transpose(1, 2)).view(pictures, positions, questions / pictures, -1);
        return scores.transpose(1, 2).reshape(questions, positions, -1).MoveToOuterDisposeScope();
    }
}
