namespace Generalization.Randomness;

/// <summary>What a stream of random numbers is for; two purposes never share a draw.</summary>
/// <remarks>The values are part of every result's identity and never change. Values from <see cref="Custom"/> on are the
/// caller's.</remarks>
public enum RandomPurpose : uint
{
    /// <summary>Which labels are replaced, and by what.</summary>
    LabelNoise = 1,

    /// <summary>The one permutation of shuffled pixels.</summary>
    ShuffledPixels = 2,

    /// <summary>The permutation of each image of random pixels.</summary>
    RandomPixels = 3,

    /// <summary>Gaussian pixels.</summary>
    GaussianPixels = 4,

    /// <summary>The order of the examples in an epoch.</summary>
    EpochOrder = 5,

    /// <summary>Initial weights; the index is the parameter's ordinal.</summary>
    InitialWeights = 6,

    /// <summary>Synthetic images.</summary>
    SyntheticImages = 7,

    /// <summary>Random crops.</summary>
    RandomCrop = 8,

    /// <summary>Left-right flips.</summary>
    RandomFlip = 9,

    /// <summary>Random rotations.</summary>
    RandomRotation = 10,

    /// <summary>Random brightness, contrast, saturation and hue.</summary>
    ColorJitter = 11,

    /// <summary>The patches that become filters; the index is the filter's.</summary>
    RandomFilters = 12,

    /// <summary>The patches that whitening is fitted to; the index is the patch's.</summary>
    FilterWhiteningSample = 13,

    /// <summary>Landmarks and clusters of a preconditioner.</summary>
    Preconditioner = 16,

    /// <summary>Directions that points are projected on; the index is the direction's.</summary>
    ProjectionDirection = 17,

    /// <summary>Rows that a residual is computed of.</summary>
    ResidualSample = 18,

    /// <summary>Synthetic points.</summary>
    SyntheticPoints = 19,

    /// <summary>Random targets of points.</summary>
    RandomTargets = 20,

    /// <summary>A start of gradient descent.</summary>
    DescentStart = 21,

    /// <summary>Which training examples are held out.</summary>
    HoldOut = 22,

    /// <summary>The new labels of class-dependent label noise.</summary>
    LabelTransition = 23,

    /// <summary>Centres of kernels at random points; the index is the centre's.</summary>
    KernelCentres = 24,

    /// <summary>Weights and bias of a random feature; the index is the feature's.</summary>
    RandomFeatures = 25,

    /// <summary>Which fold of a cross-validation an example is held out in, and the seeds of its trainings.</summary>
    CrossValidation = 30,

    /// <summary>Which labels are planted wrong, and what they become.</summary>
    PlantedLabels = 31,

    /// <summary>Which examples one of many trainings has, and the training's own seed; the epoch is the run's number.</summary>
    TrainingSubsets = 40,

    /// <summary>Which examples are replaced by which, and the seeds of the trainings, where stability is measured.</summary>
    StabilityDraws = 41,

    /// <summary>Random labels that stability is measured with.</summary>
    StabilityLabels = 42,

    /// <summary>Random labels that a complexity is estimated with; the epoch is the draw's number.</summary>
    RademacherLabels = 43,

    /// <summary>Noise on a network's weights that sharpness is measured with; the index is the block's, the epoch the draw's
    /// number.</summary>
    WeightNoise = 50,

    /// <summary>Which examples sharpness is measured on.</summary>
    SharpnessSample = 51,

    /// <summary>A start of power iteration, and the inputs that a network's parts are tried with; the index is the layer's.</summary>
    PowerIterationStart = 52,

    /// <summary>The part of a picture that an epoch of training sees.</summary>
    PictureBox = 60,

    /// <summary>The distortion of a picture's colours, as Inception's training has it.</summary>
    ColorDistortion = 61,

    /// <summary>The strokes and colours of pictures that stand in for photographs.</summary>
    DrawnPictures = 62,

    /// <summary>Times that simulated workers compute and wait for the network; the index is the worker's.</summary>
    SimulatedTimes = 70,

    /// <summary>Dropout masks; layer i has this value plus i.</summary>
    Dropout = 0x100,

    /// <summary>The first value that is free for callers.</summary>
    Custom = 0x1000,
}
