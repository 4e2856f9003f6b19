using TorchSharp.Modules;
using Ucam.Vqa;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ExtendUcam;

/// <summary>A fusion method: looks where the projected picture agrees with the projected question, by a dot product; one glimpse.</summary>
internal sealed class Dot : VqaHead
{
    private readonly Linear _picture;
    private readonly Linear _question;
    private readonly Linear _answers;

    public Dot(HeadOptions options, HeadShape shape) : base(nameof(Dot), options, shape)
    {
        // The softmax over positions does not see a bias that is the same at all of them.
        _picture = Linear(Width, options.Attention, hasBias: false);
        _question = Linear(options.Lstm, options.Attention);
        _answers = Linear(Width + options.Lstm, shape.Answers);
        Complete();
    }

    protected override Linear AnswerLayer => _answers;

    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null)
    {
        using var scope = NewDisposeScope();
        (Tensor q, _) = Read(ids, lengths, dropout);
        Tensor v = Prepare(features);
        Tensor seen = Repeat(_picture.call(Drop(v, Options.ImageDropout, dropout)), q.shape[0], groups);
        Tensor asked = Drop(_question.call(Drop(q, Options.QuestionDropout, dropout)), Options.AttentionDropout, dropout).unsqueeze(2);
        return new Glimpse(seen.matmul(asked).softmax(1), v, q) { Groups = groups }.MoveToOuterDisposeScope();
    }

    public override Tensor Classify(Tensor gathered, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        return _answers.call(Drop(gathered, Options.ClassifierDropout, dropout)).MoveToOuterDisposeScope();
    }
}
