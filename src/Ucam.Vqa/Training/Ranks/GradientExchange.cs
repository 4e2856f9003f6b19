using System.Diagnostics;
using Ucam.Certainty;
using Ucam.Numbers;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>
/// Makes the gradients of a batch out of those of its parts. A process's gradients are of the mean over its part; each counts by its share of the
/// batch's samples. What lies above a mark in the network travels while the backward pass goes on below it.
/// </summary>
internal sealed class GradientExchange : IDisposable
{
    // 4 MB: large enough for the network's speed, small enough that the first is under way early.
    private const long Most = 1 << 20;

    private readonly IRanks _ranks;
    private readonly IReadOnlyList<Module> _modules;
    private readonly Parameter[] _weights;
    private readonly Tensor _anchor = zeros([], requires_grad: true).DetachFromDisposeScope();
    private readonly List<Tensor> _held = [];
    private readonly List<Task> _under = [];
    private List<GradientBucket> _early = [], _late;
    private Dictionary<Parameter, Tensor>? _above;
    private BatchPart _part;
    private bool _sent;
    private Exception? _failure;

    public GradientExchange(IRanks ranks, IEnumerable<Module> modules)
    {
        (_ranks, _modules) = (ranks, [.. modules]);
        // Backwards, as their gradients come.
        _weights = [.. _modules.SelectMany(module => module.parameters()).Where(weight => weight.requires_grad).Reverse()];
        _late = [.. GradientBucket.Pack(_weights, Most)];
    }

    /// <summary>Which process this is.</summary>
    public int Rank => _ranks.Rank;

    /// <summary>What has travelled.</summary>
    public ExchangeMeter Meter { get; } = new();

    /// <summary>Gives all processes the leader's weights, once all have gone on from the same epoch.</summary>
    /// <exception cref="UcamException">They have not.</exception>
    public void Start(int epoch, CancellationToken cancel)
    {
        _ranks.Agree($"{epoch}", theirs => $"Process {_ranks.Rank} goes on after epoch {epoch}, the first after epoch {theirs}; processes on "
            + "several machines need a --run folder that they share.", cancel);
        Share(cancel);
    }

    /// <summary>Gives all processes the leader's weights.</summary>
    public void Share(CancellationToken cancel) => _ranks.ShareWeights(cancel, _modules);

    /// <summary>A step on a part of a batch begins.</summary>
    public void Begin(BatchPart part)
    {
        (_part, _sent) = (part, false);
        foreach (Parameter weight in _weights) weight.grad = null;
    }

    /// <summary>The tensor, marked: when the backward pass has come here, the gradients of all that lies above are there.</summary>
    public Tensor Mark(Tensor activation) => activation.requires_grad
        ? CertaintyMark.Through(activation, _anchor, new MarkedActivation(Pass, copies: false, keepsValues: false)) : activation;

    /// <summary>After the backward pass: the gradients, and what the step came to, are those of the whole batch.</summary>
    /// <exception cref="OperationCanceledException">A process was asked to stop; gradients are of no use.</exception>
    public StepSums Finish(StepSums own, CancellationToken cancel)
    {
        if (_failure is not null) throw _failure;
        byte[]? early = _above is null ? null : [.. _weights.Select(weight => IsAbove(weight) ? (byte)1 : (byte)0)];
        if (!_sent) Send(_early);
        Send(_late);
        double[] sums = _part.Counted == 0 ? [0, 0, 0, double.IsNaN(own.Variance) ? double.NaN : 0]
            : [own.Samples, own.Loss, own.Right, own.Variance];
        long began = Stopwatch.GetTimestamp();
        _ranks.Total(sums, cancel);
        foreach (Task task in _under) task.Await(cancel);
        Meter.Step(_early.Concat(_late).Sum(bucket => bucket.Bytes), _early.Sum(bucket => bucket.Bytes), Stopwatch.GetElapsedTime(began));
        _under.Clear();
        foreach (GradientBucket bucket in _early.Concat(_late)) bucket.Empty();
        if (early is not null) Divide(early, cancel);
        foreach (Tensor tensor in _held) tensor.Dispose();
        _held.Clear();
        return own with { Samples = (int)sums[0], Loss = sums[1], Right = sums[2], Variance = sums[3] };
    }

    public void Dispose()
    {
        foreach (GradientBucket bucket in _early.Concat(_late)) bucket.Dispose();
        foreach (Tensor tensor in _held) tensor.Dispose();
        _anchor.Dispose();
    }

    // Called from within libtorch, whose frames an exception may not cross; on a first backward pass that leaves no gradients it does nothing.
    private Tensor Pass(MarkedActivation mark, autograd.AutogradContext context, Tensor gradient)
    {
        _held.Add(gradient.DetachFromDisposeScope());
        try
        {
            if (_early.Count > 0) SendEarly();
            else Remember();
        }
        catch (Exception e)
        {
            _failure ??= e;
        }
        return gradient;
    }

    private void SendEarly()
    {
        if (_sent || !_early.All(bucket => bucket.IsReady)) return;
        Send(_early);
        _sent = true;
    }

    private void Send(List<GradientBucket> buckets)
    {
        foreach (GradientBucket bucket in buckets)
        {
            bucket.Fill(_part.Weight);
            _under.Add(_ranks.Sum(bucket.Flat));
        }
    }

    // The first step shows which weights lie above the mark; from the second on they travel early.
    private void Remember()
    {
        using var scope = NewDisposeScope();
        _above = [];
        foreach (Parameter weight in _weights)
        {
            if (weight.grad is not { } gradient) continue;
            Tensor kept = gradient.clone().DetachFromDisposeScope();
            _held.Add(kept);
            _above.Add(weight, kept);
        }
    }

    // What came to a weight's gradient after the mark was passed would be lost: such a weight, used on both sides, travels late.
    private bool IsAbove(Parameter weight)
    {
        using var scope = NewDisposeScope();
        return _above!.TryGetValue(weight, out Tensor? kept) && weight.grad is { } gradient && gradient.Equals(kept);
    }

    // The leader's choice is everybody's: equal buckets must travel in equal order.
    private void Divide(byte[] early, CancellationToken cancel)
    {
        using Tensor chosen = tensor(early).DetachFromDisposeScope();
        _ranks.FromLeader(chosen).Await(cancel);
        byte[] leaders = chosen.data<byte>().ToArray();
        foreach (GradientBucket bucket in _late) bucket.Dispose();
        _early = [.. GradientBucket.Pack(_weights.Where((_, i) => leaders[i] == 1), Most)];
        _late = [.. GradientBucket.Pack(_weights.Where((_, i) => leaders[i] == 0), Most)];
        _above = null;
    }
}
