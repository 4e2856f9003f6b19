using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training.Extraction;

/// <summary>A network of the mean colour of each quarter, which tells after a batch how many pictures it has seen.</summary>
internal sealed class Means : IFeatureBackbone
{
    public Action<int>? Seen { get; init; }
    private int _seen;
    public string Name => "means";
    public int InputSize => 4;
    public int Rows => 2;
    public int Columns => 2;
    public int Channels => 3;
    public int Batch => 2;
    public Picture Prepare(Picture picture) => picture.Resize(4, 4);

    public Tensor Extract(byte[] rgb, int count)
    {
        _seen += count;
        Seen?.Invoke(_seen);
        using var scope = NewDisposeScope();
        return nn.functional.avg_pool2d(tensor(rgb).view(count, 4, 4, 3).permute(0, 3, 1, 2).to(ScalarType.Float32), 2).flatten(2).transpose(1,
            2).MoveToOuterDisposeScope();
    }

    public void Dispose() { }
}
