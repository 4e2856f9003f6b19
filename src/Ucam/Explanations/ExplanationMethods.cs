using Ucam.Explanations.Doubt;
using Ucam.Explanations.Methods;

namespace Ucam;

/// <summary>Every method. A new one of the library is a file and a line here.</summary>
public static class ExplanationMethods
{
    /// <summary>All methods.</summary>
    public static IReadOnlyList<ExplanationEntry> All => Catalogue.All;

    internal static Catalogue<ExplanationEntry> Catalogue { get; } = new("a map", entry => entry.Name,
        new("grad-cam", "Grad-CAM", "Selvaraju et al., ICCV 2017", _ => new GradCam()) { NeedsLayer = true },
        new("grad-cam++", "Grad-CAM++", "Chattopadhay et al., WACV 2018", _ => new GradCamPlusPlus()) { NeedsLayer = true },
        new("hires-cam", "HiResCAM", "Draelos and Carin 2020", _ => new HiResCam()) { NeedsLayer = true },
        new("xgrad-cam", "XGrad-CAM", "Fu et al., BMVC 2020", _ => new XGradCam()) { NeedsLayer = true },
        new("layer-cam", "LayerCAM", "Jiang et al., IEEE TIP 2021", _ => new LayerCam()) { NeedsLayer = true },
        new("eigen-cam", "Eigen-CAM", "Muhammad and Yeasin, IJCNN 2020", _ => new EigenCam())
        { NeedsLayer = true, ForwardOnly = true, Unit = _ => "activation" },
        new("eigen-grad-cam", "Eigen-Grad-CAM", "Gildenblat et al. 2021, pytorch-grad-cam", _ => new EigenGradCam()) { NeedsLayer = true },
        new("ablation-cam", "Ablation-CAM", "Desai and Ramaswamy, WACV 2020", _ => new AblationCam()) { NeedsLayer = true, Unit = _ => "activation" },
        new("score-cam", "Score-CAM", "Wang et al., CVPR Workshops 2020", _ => new ScoreCam())
        { NeedsLayer = true, ForwardOnly = true, Unit = _ => "activation" },
        new("full-grad", "FullGrad", "Srinivas and Fleuret, NeurIPS 2019", _ => new FullGrad()) { Unit = _ => "" },
        RegionMap.FullGradEntry,
        new("integrated-gradients", "Integrated gradients", "Sundararajan et al., ICML 2017", _ => new IntegratedGradients()),
        new("smooth-grad", "SmoothGrad", "Smilkov et al. 2017", _ => new SmoothGrad()) { Unit = target => $"{target}/input" },
        new("smooth-grad-squared", "SmoothGrad²", "Hooker et al., NeurIPS 2019", _ => new SmoothGrad(SmoothGradForm.Squared))
        { Unit = target => $"({target}/input)²" },
        new("var-grad", "VarGrad", "Adebayo et al., NeurIPS 2018", _ => new SmoothGrad(SmoothGradForm.Variance))
        { Unit = target => $"({target}/input)²" },
        new("rise", "RISE", "Petsiuk et al., BMVC 2018", _ => new Rise()) { ForwardOnly = true },
        new("occlusion", "Occlusion", "Zeiler and Fergus, ECCV 2014", _ => new Occlusion()) { ForwardOnly = true },
        new("attention", "Attention", "the model's own", _ => new AttentionMap()) { NeedsAttention = true, Unit = _ => "share" },
        AttentionRollout.Entry,
        GradientAttention.Entry,
        EvidenceMap.ForEntry,
        EvidenceMap.AgainstEntry,
        EvidenceMap.DoubtEntry,
        DoubtLayerCam.Entry,
        DoubtLayerCam.RegionsEntry,
        PathEvidence.AnswerEntry,
        PathEvidence.DoubtEntry,
        FirstHopEvidence.AnswerEntry,
        FirstHopEvidence.DoubtEntry,
        DoubtOfKind.TotalEntry,
        DoubtOfKind.AleatoricEntry,
        DoubtOfKind.EpistemicEntry,
        CovarianceMap.GradientEntry,
        CovarianceMap.GradientDiagonalEntry,
        CovarianceMap.PathEntry,
        CovarianceMap.PathDiagonalEntry,
        BackwardAttribution.Entry,
        VarianceMap.Entry,
        DoubtContrast.Entry,
        DoubtBy.OcclusionEntry,
        DoubtBy.RiseEntry,
        DoubtBy.ShapleyEntry,
        ShapleySampling.Entry,
        new("u-cam", "U-CAM", "Patro et al., IEEE TIP 2020", setup => new UCam(setup.NeedLosses())) { NeedsLosses = true, Unit = _ => "nats" },
        new("certainty", "Certainty map", "docs/method.md §5", setup => new UCam(setup.NeedLosses(), UCamForm.Certainty))
        { NeedsLosses = true, Unit = _ => "nats" },
        new("uncertainty", "Uncertainty map", "docs/method.md §5", setup => new UCam(setup.NeedLosses(), UCamForm.Uncertainty))
        { NeedsLosses = true, Unit = _ => "nats" },
        new("certainty-weighted", "Certainty-weighted CAM", "docs/method.md §5", setup => new CertaintyWeightedCam(setup.NeedLosses()))
        { NeedsLosses = true });

    /// <summary>Adds a method of one's own, which explanations and benchmarks then know by its name.</summary>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public static void Add(ExplanationEntry entry) => Catalogue.Add(entry);

    /// <summary>The method of that name, with its usual settings.</summary>
    /// <exception cref="UcamException">There is none, or the setup lacks what it needs.</exception>
    public static ExplanationMethod Create(string name, ExplanationSetup? setup = null) => Find(name).Create(setup ?? new ExplanationSetup());

    /// <summary>What is known of the method of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static ExplanationEntry Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"There is no map '{name}'; give one of {Catalogue.Names}.")
        { Field = nameof(name) };
}
