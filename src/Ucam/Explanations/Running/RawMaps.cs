using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>A method's result as plain data.</summary>
internal static class RawMaps
{
    /// <summary>Runs a method; one map a sample.</summary>
    public static IReadOnlyList<RawMap> Of(ExplanationMethod method, ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(method);
        using var scope = NewDisposeScope();
        context.SumErrors = null;
        Tensor maps = method.Explain(context).detach();
        if (maps.dim() != 3 || maps.shape[0] != context.Batch || maps.numel() == 0)
            throw new UcamException($"The method {method.Name} gave shape ({string.Join(',', maps.shape)}) for a "
                + $"batch of {context.Batch}; a method gives (B,rows,columns).");
        if (!maps.isfinite().all().item<bool>())
            throw new UcamException($"The method {method.Name} gave a value that is not a finite number; check the model's weights and gradients.");
        return [.. Arrays(maps).Select((values, i) => new RawMap(method.Name, values, method.Signed) { SumError = context.SumErrors?[i] })];
    }

    /// <summary>(B,rows,columns) as one array a sample.</summary>
    public static IReadOnlyList<float[,]> Arrays(Tensor maps)
    {
        using var scope = NewDisposeScope();
        (int rows, int columns) = ((int)maps.shape[1], (int)maps.shape[2]);
        float[] all = maps.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        var arrays = new float[maps.shape[0]][,];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = new float[rows, columns];
            Buffer.BlockCopy(all, i * rows * columns * sizeof(float), arrays[i], 0, rows * columns * sizeof(float));
        }
        return arrays;
    }
}
