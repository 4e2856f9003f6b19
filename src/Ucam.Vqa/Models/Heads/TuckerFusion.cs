using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// The core of a Tucker decomposition whose slices have rank R (Ben-younes et al., ICCV 2017, section 3.3):
/// z = Σ_r (M_r v)∘(N_r q), from v (…,V) and q (…,Q) that broadcast against each other to (…,O).
/// </summary>
internal sealed class TuckerFusion : Module<Tensor, Tensor, Tensor>
{
    public TuckerFusion(int image, int question, int output, int rank) : base(nameof(TuckerFusion))
    {
        _image = ModuleList([.. Enumerable.Range(0, rank).Select(_ => Linear(image, output, hasBias: false))]);
        _question = ModuleList([.. Enumerable.Range(0, rank).Select(_ => Linear(question, output, hasBias: false))]);
        RegisterComponents();
    }

    public static IEnumerable<TensorShape> Shapes(string name, long image, long question, long output, int rank) =>
        [.. TensorShape.Linears(name + ".image", rank, image, output, hasBias: false),
            .. TensorShape.Linears(name + ".question", rank, question, output, hasBias: false)];

    private readonly ModuleList<Linear> _image;
    private readonly ModuleList<Linear> _question;

    public override Tensor forward(Tensor image, Tensor question) => Fuse(image, question, seen => seen);

    /// <summary>The same, where what is made of the picture is spread over its questions before they meet.</summary>
    public Tensor Fuse(Tensor image, Tensor question, Func<Tensor, Tensor> spread)
    {
        using var scope = NewDisposeScope();
        Tensor sum = spread(_image[0].call(image)) * _question[0].call(question);
        for (int r = 1; r < _image.Count; r++) sum = addcmul(sum, spread(_image[r].call(image)), _question[r].call(question), 1);
        return sum.MoveToOuterDisposeScope();
    }
}
