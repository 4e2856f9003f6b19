using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// A residual block: two 3×3 convolutions, or a bottleneck of 1×1, 3×3 and 1×1. In a bottleneck the 3×3 convolution has the stride, as
/// in torchvision (ResNet v1.5), not the first one, as in the paper.
/// </summary>
internal sealed class ResNetBlock : Module<Tensor, Tensor>
{
    private readonly List<(Module<Tensor, Tensor> Convolution, Module<Tensor, Tensor> Norm)> _units = [];
    private readonly Module<Tensor, Tensor>? _downsample;

    public ResNetBlock(int from, int width, int stride, int expansion, Device? device) : base(nameof(ResNetBlock))
    {
        int to = width * expansion;
        (int From, int To, int Kernel, int Stride)[] units = expansion == 1
            ? [(from, width, 3, stride), (width, width, 3, 1)]
            : [(from, width, 1, 1), (width, width, 3, stride), (width, to, 1, 1)];
        for (int i = 0; i < units.Length; i++)
        {
            var (input, output, kernel, step) = units[i];
            Module<Tensor, Tensor> convolution = Conv2d(input, output, kernel, stride: step, padding: kernel / 2, bias: false, device: device),
                norm = BatchNorm2d(output, device: device);
            // Named as in torchvision, so that its weights load.
            register_module($"conv{i + 1}", convolution);
            register_module($"bn{i + 1}", norm);
            _units.Add((convolution, norm));
        }
        if (stride == 1 && from == to) return;
        _downsample = Sequential(Conv2d(from, to, 1, stride: stride, bias: false, device: device), BatchNorm2d(to, device: device));
        register_module("downsample", _downsample);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input;
        foreach (var (convolution, norm) in _units.SkipLast(1)) x = Rectified(norm.call(convolution.call(x)));
        (Module<Tensor, Tensor> last, Module<Tensor, Tensor> lastNorm) = _units[^1];
        Tensor added = lastNorm.call(last.call(x)), shortcut = _downsample?.call(input) ?? input;
        return Rectified(is_grad_enabled() ? added + shortcut : added.add_(shortcut)).MoveToOuterDisposeScope();
    }

    // In place where no backward pass needs what was before: a layer's output is large, and new memory is the slowest.
    private static Tensor Rectified(Tensor x) => is_grad_enabled() ? functional.relu(x) : x.relu_();
}
