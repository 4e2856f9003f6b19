using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>A head that looks everywhere alike; all of it by what a head outside the library may use.</summary>
internal abstract class EvenHead : VqaHead
{
    private readonly Linear _answers;

    protected EvenHead(string name, HeadOptions options, HeadShape shape) : base(name, options, shape)
    {
        _answers = Linear(Width + options.Lstm, shape.Answers);
        Complete();
    }

    protected internal override Linear AnswerLayer => _answers;

    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null)
    {
        using var scope = NewDisposeScope();
        (Tensor q, _) = Read(ids, lengths, dropout);
        Tensor v = Prepare(features), seen = Repeat(v, q.shape[0], groups);
        return new Glimpse(ones_like(seen.narrow(2, 0, 1)).softmax(1), v, q) { Groups = groups }.MoveToOuterDisposeScope();
    }
}
