using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>Where a transformer's tokens lie in the picture.</summary>
/// <param name="Cells">Rows and columns; null for a square.</param>
/// <param name="Tokens">Those that are no places.</param>
internal sealed record TokenGrid((int Rows, int Columns)? Cells, EdgeTokens Tokens);

/// <summary>The attention between a transformer's tokens, from the input's side on.</summary>
/// <param name="Layers">Each (T,B,heads,S,S).</param>
/// <param name="Gradients">A score's gradients there, of the same shapes; empty where none was asked for.</param>
/// <param name="Grid">Where the tokens lie.</param>
internal sealed record TokenAttention(IReadOnlyList<Tensor> Layers, IReadOnlyList<Tensor> Gradients, TokenGrid Grid)
{
    private const string Where = "the attention between tokens";

    /// <summary>Checks what a model gave; in the caller's dispose scope.</summary>
    /// <param name="given">One matrix a layer, (T·B,heads,S,S) or (T·B,S,S).</param>
    /// <param name="score">Whose gradient is wanted; null for none.</param>
    /// <param name="size">T and B.</param>
    /// <param name="grid">Where the tokens lie.</param>
    public static TokenAttention Of(IReadOnlyList<Tensor> given, Tensor? score, (int Passes, long Batch) size, TokenGrid grid)
    {
        if (given.Count == 0)
            throw new UcamException("The model gives no attention between tokens; hand its layers' matrices out in ModelOutput.LayerAttentions, or "
                + "take another method.");
        foreach (Tensor matrix in given) Check(matrix.shape, given[0].shape[^1], size);
        Tensor[] gradients = [];
        if (score is not null)
        {
            int cut = given.TakeWhile(matrix => !matrix.requires_grad).Count();
            if (cut > 0)
                throw new UcamException($"The attention of layer {cut} of {given.Count} is not in the graph of the scores: hand it out as it was "
                    + "used, not detached, and give the explainer no layer above it.");
            // A target is a mean over passes; each pass is weighed by its own gradient.
            gradients = [.. Differential.Of(score, given, Where, retain: true).Select(gradient => gradient * size.Passes)];
        }
        return new TokenAttention([.. given.Select(matrix => Parted(matrix.detach()))], [.. gradients.Select(Parted)], grid);

        // No heads are one head.
        Tensor Parted(Tensor matrix) => matrix.view(size.Passes, size.Batch, -1, matrix.shape[^1], matrix.shape[^1]);
    }

    /// <summary>
    /// What relevance (T,B,S,S), of each token for each, says of places: the row of the class token, which is the first of those at the start or
    /// else the last of those at the end, or without one the mean of the places' rows; the mean over passes, (B,rows,columns).
    /// </summary>
    public Tensor ToMaps(Tensor relevance)
    {
        using var scope = NewDisposeScope();
        (int first, int last) = (Grid.Tokens.First, Grid.Tokens.Last);
        long count = relevance.shape[^1];
        Tensor mean = relevance.mean([0]);
        Tensor row = first > 0 ? mean.select(1, 0) : last > 0 ? mean.select(1, count - 1) : mean.mean([1]);
        MapLayout layout = MapLayout.Of(row.unsqueeze(2), null, Grid.Cells, "The attention between tokens", Grid.Tokens);
        return layout.ToMaps(row.unsqueeze(2)).squeeze(1).MoveToOuterDisposeScope();
    }

    private static void Check(long[] shape, long count, (int Passes, long Batch) size)
    {
        bool fits = shape.Length is 3 or 4 && shape[0] == size.Passes * size.Batch && shape[^1] == count && shape[^2] == count;
        if (!fits)
            throw new UcamException($"An attention between tokens has shape ({string.Join(',', shape)}); it is (N,heads,S,S) or (N,S,S) "
                + $"for a batch of {size.Passes * size.Batch}, S the same in every layer.");
    }
}
