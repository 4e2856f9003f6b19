using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

internal static class GridPositions
{
    /// <summary>x and y of each cell's centre in [−scale,scale], shape (1, rows·columns, 2), row-major.</summary>
    public static Tensor Create(int rows, int columns, double scale = 1)
    {
        var data = new float[rows * columns * 2];
        for (int i = 0; i < rows * columns; i++)
        {
            data[2 * i] = (float)scale * (2 * ((i % columns) + 0.5f) / columns - 1);
            data[2 * i + 1] = (float)scale * (2 * ((i / columns) + 0.5f) / rows - 1);
        }
        Tensor positions = tensor(data, [1, rows * columns, 2]);
        return positions.DetachFromDisposeScope();
    }
}
