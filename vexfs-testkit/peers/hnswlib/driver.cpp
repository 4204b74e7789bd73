// hnswlib behind the line protocol of `vexfs bench peers` (see PeerMain.java): one index, built and searched on request.
//   driver BASE.fvecs QUERY.fvecs l2|cosine|dot M EF_CONSTRUCTION THREADS VERSION
#include <hnswlib/hnswlib.h>
#include <malloc.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int kNeighbors = 10;

struct Rows {
    size_t dimensions = 0;
    std::vector<float> values;

    size_t count() const { return values.size() / dimensions; }
    const float *row(size_t i) const { return values.data() + i * dimensions; }
};

Rows read(const std::string &file, bool normalise) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file + ": cannot be opened");
    Rows rows;
    int32_t dimensions;
    while (in.read(reinterpret_cast<char *>(&dimensions), sizeof dimensions)) {
        if (dimensions < 1 || (rows.dimensions != 0 && rows.dimensions != static_cast<size_t>(dimensions)))
            throw std::runtime_error(file + ": rows of different lengths");
        rows.dimensions = dimensions;
        size_t start = rows.values.size();
        rows.values.resize(start + dimensions);
        if (!in.read(reinterpret_cast<char *>(&rows.values[start]), sizeof(float) * dimensions))
            throw std::runtime_error(file + ": ends within a row");
        if (normalise) {
            double squares = 0;
            for (size_t i = start; i < rows.values.size(); i++) squares += double(rows.values[i]) * rows.values[i];
            float scale = static_cast<float>(1 / std::sqrt(squares));
            for (size_t i = start; i < rows.values.size(); i++) rows.values[i] *= scale;
        }
    }
    rows.values.shrink_to_fit();
    return rows;
}

size_t allocated() {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::unique_ptr<hnswlib::SpaceInterface<float>> space(const std::string &metric, size_t dimensions) {
    if (metric == "l2") return std::make_unique<hnswlib::L2Space>(dimensions);
    return std::make_unique<hnswlib::InnerProductSpace>(dimensions);
}

void build(hnswlib::HierarchicalNSW<float> &index, const Rows &base, int threads) {
    std::atomic<size_t> next{0};
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; t++)
        workers.emplace_back([&] {
            for (size_t i; (i = next++) < base.count();) index.addPoint(base.row(i), i);
        });
    for (auto &worker : workers) worker.join();
}

double search(hnswlib::HierarchicalNSW<float> &index, const Rows &queries, int ef, std::vector<int32_t> &found) {
    index.setEf(ef);
    auto start = std::chrono::steady_clock::now();
    for (size_t q = 0; q < queries.count(); q++) {
        auto nearest = index.searchKnn(queries.row(q), kNeighbors);
        for (int rank = static_cast<int>(nearest.size()); rank < kNeighbors; rank++) found[q * kNeighbors + rank] = -1;
        // The queue gives the farthest first.
        for (; !nearest.empty(); nearest.pop())
            found[q * kNeighbors + nearest.size() - 1] = static_cast<int32_t>(nearest.top().second);
    }
    return seconds_since(start);
}

void serve(char **arguments) {
    std::string metric = arguments[3];
    auto base = std::make_unique<Rows>(read(arguments[1], metric == "cosine"));
    Rows queries = read(arguments[2], metric == "cosine");
    auto measured = space(metric, base->dimensions);
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> index;
    std::vector<int32_t> found(queries.count() * kNeighbors);
    std::string command;
    while (std::cin >> command && command != "quit") {
        if (command == "build") {
            size_t before = allocated();
            auto start = std::chrono::steady_clock::now();
            index = std::make_unique<hnswlib::HierarchicalNSW<float>>(
                measured.get(), base->count(), std::stoul(arguments[4]), std::stoul(arguments[5]));
            build(*index, *base, std::stoi(arguments[6]));
            double seconds = seconds_since(start);
            // It has copied the vectors.
            size_t bytes = (allocated() - before) / base->count();
            base.reset();
            std::cout << "built " << seconds << " " << bytes << " hnswlib " << arguments[7] << ", g++ " << __VERSION__
                      << std::endl;
        } else if (command == "search") {
            int ef;
            std::string file;
            std::cin >> ef >> file;
            double seconds = search(*index, queries, ef, found);
            if (file != "-") {
                std::ofstream out(file, std::ios::binary);
                out.write(reinterpret_cast<const char *>(found.data()), sizeof(int32_t) * found.size());
            }
            std::cout << "searched " << seconds << std::endl;
        } else {
            throw std::runtime_error("unknown command " + command);
        }
    }
}

}  // namespace

int main(int count, char **arguments) {
    if (count != 8) {
        std::cout << "failed expected 7 arguments, was " << count - 1 << std::endl;
        return 2;
    }
    try {
        serve(arguments);
        return 0;
    } catch (const std::exception &e) {
        std::cout << "failed " << e.what() << std::endl;
        return 1;
    }
}
